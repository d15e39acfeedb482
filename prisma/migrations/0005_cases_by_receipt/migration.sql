-- The list of cases: newest receipt first, of one day the highest number first.

CREATE INDEX cases_by_receipt ON cases (office_id, received_on DESC, reference DESC);
