-- How many requests under way count on a row of words: one that is refused must not take the words from under
-- the same request sent again at the same moment.

ALTER TABLE submissions ADD COLUMN claims integer NOT NULL DEFAULT 1;
ALTER TABLE case_texts ADD COLUMN claims integer NOT NULL DEFAULT 1;
ALTER TABLE documents ADD COLUMN claims integer NOT NULL DEFAULT 1;
