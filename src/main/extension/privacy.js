import { fillIn } from './messages.js';

fillIn();
