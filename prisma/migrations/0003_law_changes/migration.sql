-- Changes of the law on open cases: a calendar day is recorded once however often it is ordered, and the
-- activation of a published rule set is a row of its own. Both are append-only, like the days themselves.

ALTER TABLE calendar_changes ADD COLUMN command_id uuid NOT NULL;
ALTER TABLE calendar_changes ADD CONSTRAINT calendar_changes_once UNIQUE (office_id, command_id);

CREATE TABLE rule_set_activations (
  office_id uuid NOT NULL REFERENCES offices (id),
  command_id uuid NOT NULL,
  rule_set text NOT NULL,
  actor_id uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (office_id, command_id)
);
CREATE INDEX rule_set_activations_by_time ON rule_set_activations (office_id, at);

CREATE TRIGGER rule_set_activations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rule_set_activations
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

GRANT SELECT, INSERT ON rule_set_activations TO tiep_dan_app;

-- A walk over the cases of one office reads them in this order, a page at a time.
CREATE INDEX cases_in_order ON cases (office_id, case_id);
