/**
 * Reads friends and their profiles from PostgreSQL.
 *
 * Environment: RDS_HOST, RDS_PORT, RDS_DB_NAME, RDS_USERNAME, RDS_PASSWORD.
 */

import pg from 'pg';

const pool = new pg.Pool({
  host: process.env.RDS_HOST,
  port: Number(process.env.RDS_PORT),
  database: process.env.RDS_DB_NAME,
  user: process.env.RDS_USERNAME,
  password: process.env.RDS_PASSWORD,
  max: 20,
});

// A pair may be stored in either order.
const FRIENDS = `
  SELECT user_id2 AS id FROM friendship_table WHERE user_id1 = $1 AND accepted_at IS NOT NULL
  UNION
  SELECT user_id1 FROM friendship_table WHERE user_id2 = $1 AND accepted_at IS NOT NULL`;

const PROFILES = `
  SELECT user_id, first_name, last_name, profile_image_extension FROM user_table
    JOIN (SELECT $1::varchar AS id UNION ${FRIENDS}) AS seen ON user_id = seen.id`;

/** Returns the ids of the accepted friends of a user. */
export async function friendsOf(user) {
  const { rows } = await pool.query({ name: 'friends', text: FRIENDS, values: [user] });
  return rows.map((row) => row.id);
}

/** Returns the profiles of a user and of the friends. */
export async function profilesOf(user) {
  const { rows } = await pool.query({ name: 'profiles', text: PROFILES, values: [user] });
  return rows;
}
