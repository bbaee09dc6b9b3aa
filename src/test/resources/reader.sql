-- The database role of the Presence API. It may only read, so every write fails.

CREATE ROLE presence_api LOGIN;
GRANT SELECT ON user_table, friendship_table TO presence_api;
ALTER ROLE presence_api SET default_transaction_read_only = on;
