-- A few users for development. All share every page, but carol hides one domain.
--
--   alice - bob     friends; alice sent the request
--   alice - carol   friends; carol sent the request
--   bob   - carol   friends
--   bob   - erin    friends; erin sent the request
--   alice - dave    pending; dave sent the request
--   alice - 543449a2-...   friends; an id in the format of Cognito

INSERT INTO user_table
  (user_id, email, first_name, last_name, created_at, share_mode, domain_deny_array, profile_image_extension)
VALUES
  ('alice', 'alice@example.com', 'Alice', 'Moreau', now(), 'default_all', '{}', 'png'),
  ('bob', 'bob@example.com', 'Bob', 'Okafor', now(), 'default_all', '{}', NULL),
  ('carol', 'carol@example.com', 'Carol', 'Lindqvist', now(), 'default_all', '{bank.example}', 'jpg'),
  ('dave', 'dave@example.com', 'Dave', 'Park', now(), 'default_all', '{}', NULL),
  ('erin', 'erin@example.com', 'Erin', 'O''Neill', now(), 'default_all', '{}', NULL),
  ('543449a2-9225-479e-bf0c-c50da6b16b7c', 'min.jun@example.com', '민준', '김', now(), 'default_all', '{}', NULL);

INSERT INTO friendship_table (user_id1, user_id2, accepted_at)
VALUES
  ('alice', 'bob', now()),
  ('carol', 'alice', now()),
  ('bob', 'carol', now()),
  ('erin', 'bob', now()),
  ('dave', 'alice', NULL),
  ('543449a2-9225-479e-bf0c-c50da6b16b7c', 'alice', now());
