-- The compiled facts: one file, written once by compile.py, read-only ever after.
-- A change here or in text.py is a new SCHEMA in compile.py: files are never migrated.

-- What this file is: schema, generation, fingerprint, format.
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT
) WITHOUT ROWID;

-- Articles in the order of their files; `document` is the article's metadata as JSON.
CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL,
    events INTEGER NOT NULL,
    figures INTEGER NOT NULL,
    quotes INTEGER NOT NULL
);

-- The vocabulary, a JSON document a word, in the order of its file.
CREATE TABLE term (
    section TEXT NOT NULL,
    place INTEGER NOT NULL,
    key TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (section, place)
) WITHOUT ROWID;

-- Facts. Ids go by importance, so that ORDER BY rowid in the index of words is by importance.
CREATE TABLE fact (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    article INTEGER NOT NULL,
    seal TEXT,
    document TEXT NOT NULL
);

-- Public ids that were given out once and mean nothing any more.
CREATE TABLE retired (public_id TEXT PRIMARY KEY) WITHOUT ROWID;

-- The three lists. Rows have numbers of their own, without gaps and in the order of display:
-- a list is the rows first_row .. first_row + rows - 1. Days are ISO dates.
CREATE TABLE listing (
    name TEXT PRIMARY KEY,
    first_row INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    first_day TEXT,
    last_day TEXT
) WITHOUT ROWID;

-- The accounts of each row in the order of display, and the days that each can mean, as
-- proleptic ordinals (Python's date.toordinal); NULL where the article gives no date.
CREATE TABLE row_fact (
    row INTEGER NOT NULL,
    place INTEGER NOT NULL,
    fact INTEGER NOT NULL,
    article INTEGER NOT NULL,
    earliest INTEGER,
    latest INTEGER,
    PRIMARY KEY (row, place)
) WITHOUT ROWID;
CREATE INDEX row_of_fact ON row_fact (fact);

-- What rows can be found by (see keys.py), and how many rows that are.
CREATE TABLE facet_key (
    id INTEGER PRIMARY KEY,
    list TEXT NOT NULL,
    facet TEXT NOT NULL,
    key TEXT NOT NULL,
    rows INTEGER NOT NULL,
    UNIQUE (list, facet, key)
);

-- Rows by key: a question with one filter walks along this index from the key's first row.
CREATE TABLE facet (
    key INTEGER NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (key, row)
) WITHOUT ROWID;

-- The index of words. text.py makes the tokens; SQLite only splits them at spaces. It keeps no
-- copy of the text (content=''), but places and sizes (detail=full), which bm25 needs.
CREATE VIRTUAL TABLE fact_text USING fts5(
    what, labels, quote, source,
    content = '',
    detail = full,
    columnsize = 1,
    tokenize = "ascii tokenchars '.'"
);

-- Every word that some fact holds, as people write it, its token, and how many facts hold that.
CREATE TABLE lexicon (
    word TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    facts INTEGER NOT NULL
) WITHOUT ROWID;
