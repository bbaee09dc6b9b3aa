/**
 * A usual application with Socket.IO and Redis, which the benchmark measures beside this project.
 *
 * Each user has a room. An update is written to Redis and emitted to the rooms of the sender and the
 * friends. The adapter publishes it to other processes, as with several of them.
 *
 * Environment: PORT, the settings of tokens.js and friends.js, and
 * REDIS_PRIMARY_ENDPOINT_ADDRESS, REDIS_PRIMARY_ENDPOINT_PORT.
 */

import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import express from 'express';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { friendsOf, profilesOf } from './friends.js';
import { Presence } from './presence.js';
import { userOf } from './tokens.js';

const LONGEST = 4_096;

const redis = new Redis({
  host: process.env.REDIS_PRIMARY_ENDPOINT_ADDRESS,
  port: Number(process.env.REDIS_PRIMARY_ENDPOINT_PORT),
  enableAutoPipelining: true,
});
const presence = new Presence(redis);

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.get('/presence-api/api/presence', async (request, response) => {
  let user;
  try {
    user = await userOf(request.headers.authorization);
  } catch {
    response.status(401).json({ error: 'unauthorized' });
    return;
  }
  const profiles = await profilesOf(user);
  response.json(await presence.snapshot(user, profiles));
});

const server = createServer(app);
const io = new Server(server, {
  transports: ['websocket'],
  serveClient: false,
  adapter: createAdapter(redis, redis.duplicate({ enableAutoPipelining: false })),
});

io.use(async (socket, next) => {
  try {
    socket.data.user = await userOf(socket.handshake.auth.token);
  } catch {
    next(new Error('unauthorized'));
    return;
  }
  try {
    socket.data.friends = await friendsOf(socket.data.user);
    next();
  } catch (failure) {
    console.error('The friends of %s could not be read', socket.data.user, failure);
    next(new Error('unavailable'));
  }
});

io.on('connection', (socket) => {
  const { user, friends } = socket.data;
  socket.join(user);
  presence.connected(user).catch((failure) => {
    console.error('A connection of %s was not recorded', user, failure);
    socket.disconnect();
  });
  socket.on('update-presence', async (page) => {
    if (!isPage(page)) {
      socket.emit('event', { type: 'error', code: 'invalid', message: 'url and title are missing' });
      return;
    }
    try {
      const event = await presence.update(user, page);
      io.to([user, ...friends]).emit('event', event);
    } catch (failure) {
      console.error('An update of %s failed', user, failure);
    }
  });
  socket.on('disconnect', async () => {
    try {
      if (await presence.disconnected(user)) {
        io.to(friends).emit('event', { type: 'presence-timeout', userId: user });
      }
    } catch (failure) {
      console.error('The end of a connection of %s was not recorded', user, failure);
    }
  });
});

server.listen(Number(process.env.PORT), '127.0.0.1');

function isPage(page) {
  return isText(page?.url) && isText(page.title) && URL.canParse(page.url);
}

function isText(value) {
  return typeof value === 'string' && value.length <= LONGEST;
}
