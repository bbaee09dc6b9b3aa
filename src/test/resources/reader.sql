-- Who the Presence API is to the database: it can read and nothing else, so a write fails.

CREATE ROLE presence_api LOGIN;
GRANT SELECT ON user_table, friendship_table TO presence_api;
ALTER ROLE presence_api SET default_transaction_read_only = on;
