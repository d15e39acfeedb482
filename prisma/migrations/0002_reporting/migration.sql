-- The bus and the report: a wake-up for the relay, the reporting tables the projector folds events into,
-- and the table of messages it could not use. All of it can be dropped and rebuilt from case_events.

-- One notice a statement, sent at commit: the relay sleeps until there is something to publish.
CREATE FUNCTION announce_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END $$;
CREATE TRIGGER outbox_announced AFTER INSERT ON outbox
  FOR EACH STATEMENT EXECUTE FUNCTION announce_outbox();
-- The relay's clean-up asks for what was published long ago.
CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL;

CREATE TABLE report_cases (
  case_id uuid PRIMARY KEY,
  office_id uuid NOT NULL,
  kind text NOT NULL,
  reference text NOT NULL,
  channel text NOT NULL,
  field text,
  state text NOT NULL,
  is_final boolean NOT NULL,
  assignee_id uuid,
  received_on date NOT NULL,
  accepted_on date,
  decided_on date,
  sent_on date,
  closed_on date,
  conclusion text,
  outcome text,
  last_sequence integer NOT NULL CHECK (last_sequence > 0),
  last_event_at timestamptz(3) NOT NULL,
  snapshot jsonb NOT NULL
);
CREATE INDEX report_cases_by_state ON report_cases (office_id, state);
CREATE INDEX report_cases_by_receipt ON report_cases (office_id, received_on);
CREATE INDEX report_cases_by_decision ON report_cases (office_id, decided_on);
CREATE INDEX report_cases_by_event ON report_cases (office_id, last_event_at);

CREATE TABLE report_clocks (
  case_id uuid NOT NULL REFERENCES report_cases (case_id) ON DELETE CASCADE,
  clock text NOT NULL,
  run integer NOT NULL CHECK (run > 0),
  office_id uuid NOT NULL,
  rule_id text NOT NULL,
  is_internal boolean NOT NULL,
  status text NOT NULL,
  started_on date NOT NULL,
  due_on date,
  met_on date,
  is_late boolean NOT NULL,
  is_missed boolean NOT NULL,
  PRIMARY KEY (case_id, clock, run)
);
CREATE INDEX report_clocks_open ON report_clocks (office_id, due_on)
  WHERE status = 'running' AND NOT is_internal;
CREATE INDEX report_clocks_settled ON report_clocks (office_id, (coalesce(met_on, due_on)))
  WHERE NOT is_internal;

CREATE TABLE parked_messages (
  id bigserial PRIMARY KEY,
  topic text NOT NULL,
  partition integer NOT NULL,
  "offset" bigint NOT NULL,
  key text,
  office_id uuid,
  case_id uuid,
  reason text NOT NULL,
  detail text NOT NULL,
  value_base64 text NOT NULL,
  value_bytes integer NOT NULL,
  is_truncated boolean NOT NULL,
  parked_at timestamptz(3) NOT NULL DEFAULT now(),
  resolved_at timestamptz(3),
  UNIQUE (topic, partition, "offset")
);
CREATE INDEX parked_messages_open ON parked_messages (office_id, parked_at) WHERE resolved_at IS NULL;
CREATE INDEX parked_messages_of_case ON parked_messages (case_id) WHERE resolved_at IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON report_cases, report_clocks TO tiep_dan_app;
GRANT SELECT, INSERT, UPDATE ON parked_messages TO tiep_dan_app;
GRANT USAGE ON SEQUENCE parked_messages_id_seq TO tiep_dan_app;
