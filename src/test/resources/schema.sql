-- The tables of the user database, which belong to the user API. This project reads them.

CREATE TABLE user_table (
  user_id                   varchar PRIMARY KEY,
  email                     varchar NOT NULL UNIQUE,
  email_public              bool,
  first_name                varchar NOT NULL,
  last_name                 varchar NOT NULL,
  dob                       date,
  dob_public                bool,
  created_at                timestamp,
  share_mode                varchar DEFAULT 'default_none',
  domain_allow_array        varchar[] DEFAULT '{}',
  domain_deny_array         varchar[] DEFAULT '{}',
  gender                    varchar DEFAULT '',
  gender_public             bool,
  school                    varchar DEFAULT '',
  school_public             bool,
  work                      varchar DEFAULT '',
  work_public               bool,
  location                  varchar DEFAULT '',
  location_public           bool,
  description               varchar,
  profile_image_uploaded_at timestamp NULL,
  profile_image_extension   varchar NULL
);

CREATE TABLE friendship_table (
  user_id1     varchar REFERENCES user_table, -- the user who sent the request
  user_id2     varchar REFERENCES user_table, -- the user who received it
  requested_at timestamp DEFAULT now(),
  accepted_at  timestamp NULL,
  PRIMARY KEY (user_id1, user_id2)
);

CREATE INDEX ON friendship_table (user_id1);
CREATE INDEX ON friendship_table (user_id2);
