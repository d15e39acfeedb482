-- The case engine's tables, with the two guards of the audit log: the application role may only read and
-- insert audit rows, and a trigger refuses every update, delete and truncate whoever asks.

CREATE TABLE offices (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  province text NOT NULL,
  is_demo boolean NOT NULL DEFAULT false
);

CREATE TABLE officers (
  id uuid PRIMARY KEY,
  office_id uuid NOT NULL REFERENCES offices (id),
  user_name text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  is_active boolean NOT NULL DEFAULT true
);
CREATE INDEX officers_office_role ON officers (office_id, role);

CREATE TABLE cases (
  case_id uuid PRIMARY KEY,
  office_id uuid NOT NULL REFERENCES offices (id),
  kind text NOT NULL,
  reference text NOT NULL,
  state text NOT NULL,
  is_final boolean NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  received_on date NOT NULL,
  assignee_id uuid,
  next_due_on date,
  next_clock text,
  snapshot jsonb NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  UNIQUE (office_id, reference)
);
CREATE INDEX cases_open_by_due ON cases (office_id, is_final, next_due_on);
CREATE INDEX cases_by_state ON cases (office_id, state, received_on);
CREATE INDEX cases_by_assignee ON cases (office_id, assignee_id);

CREATE TABLE case_events (
  case_id uuid NOT NULL,
  sequence integer NOT NULL CHECK (sequence > 0),
  office_id uuid NOT NULL REFERENCES offices (id),
  type text NOT NULL,
  version integer NOT NULL,
  at timestamptz(3) NOT NULL,
  happened_on date NOT NULL,
  actor_id text NOT NULL,
  actor_role text NOT NULL,
  command_id uuid NOT NULL,
  data jsonb NOT NULL,
  previous_hash char(64) NOT NULL,
  hash char(64) NOT NULL,
  PRIMARY KEY (case_id, sequence)
);
CREATE INDEX case_events_by_office ON case_events (office_id, at);

CREATE TABLE recorded_commands (
  case_id uuid NOT NULL,
  command_id uuid NOT NULL,
  command_hash char(64) NOT NULL,
  first_sequence integer NOT NULL,
  last_sequence integer NOT NULL,
  PRIMARY KEY (case_id, command_id)
);

CREATE TABLE outbox (
  id bigserial PRIMARY KEY,
  case_id uuid NOT NULL,
  sequence integer NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  published_at timestamptz(3),
  UNIQUE (case_id, sequence),
  FOREIGN KEY (case_id, sequence) REFERENCES case_events (case_id, sequence)
);
-- The relay asks only for what is not yet published, in id order.
CREATE INDEX outbox_waiting ON outbox (id) WHERE published_at IS NULL;

CREATE TABLE reference_counters (
  office_id uuid NOT NULL REFERENCES offices (id),
  prefix text NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (office_id, prefix, year)
);

CREATE TABLE submissions (
  id uuid PRIMARY KEY,
  office_id uuid NOT NULL REFERENCES offices (id),
  case_id uuid NOT NULL,
  salt char(64) NOT NULL,
  complainant_name text NOT NULL,
  address text NOT NULL,
  phone text,
  identity_number text,
  respondent text NOT NULL,
  content text NOT NULL,
  request text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  bound_at timestamptz(3)
);
CREATE INDEX submissions_by_case ON submissions (office_id, case_id);
CREATE INDEX submissions_unbound ON submissions (created_at) WHERE bound_at IS NULL;

CREATE TABLE case_texts (
  id uuid PRIMARY KEY,
  office_id uuid NOT NULL REFERENCES offices (id),
  case_id uuid NOT NULL,
  salt char(64) NOT NULL,
  body text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  bound_at timestamptz(3)
);
CREATE INDEX case_texts_by_case ON case_texts (office_id, case_id);
CREATE INDEX case_texts_unbound ON case_texts (created_at) WHERE bound_at IS NULL;

CREATE TABLE documents (
  id uuid PRIMARY KEY,
  office_id uuid NOT NULL REFERENCES offices (id),
  case_id uuid NOT NULL,
  salt char(64) NOT NULL,
  file_name text NOT NULL,
  media_type text NOT NULL,
  size integer NOT NULL CHECK (size > 0),
  content bytea NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  bound_at timestamptz(3)
);
CREATE INDEX documents_by_case ON documents (office_id, case_id);
CREATE INDEX documents_unbound ON documents (created_at) WHERE bound_at IS NULL;

CREATE TABLE calendar_changes (
  office_id uuid NOT NULL REFERENCES offices (id),
  version integer NOT NULL CHECK (version > 0),
  day jsonb NOT NULL,
  actor_id uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (office_id, version)
);

CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER case_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER recorded_commands_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON recorded_commands
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER calendar_changes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_changes
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

GRANT USAGE ON SCHEMA public TO tiep_dan_app;
GRANT SELECT, INSERT ON case_events, recorded_commands, calendar_changes TO tiep_dan_app;
GRANT SELECT, INSERT, UPDATE ON cases, reference_counters TO tiep_dan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox, submissions, case_texts, documents TO tiep_dan_app;
GRANT SELECT, INSERT, UPDATE ON offices, officers TO tiep_dan_app;
GRANT USAGE ON SEQUENCE outbox_id_seq TO tiep_dan_app;
