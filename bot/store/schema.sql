-- The compiled facts: one file, written once by compile.py, read-only ever after.
-- A change here or in text.py is a new SCHEMA in schema.py: files are never migrated.

-- What this file is: schema, generation, fingerprint, format.
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT
) WITHOUT ROWID;

-- How many facts there are of each kind, how many articles are opinion or analysis ("opinion"),
-- and the place of the article that came out last ("newest"), if there is one.
CREATE TABLE total (
    name TEXT PRIMARY KEY,
    number INTEGER NOT NULL
) WITHOUT ROWID;

-- Articles in the order of their files; `document` is the article's metadata as JSON, without
-- the words that the checks ignore.
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

-- The places of all facts' articles, in the order of the facts' ids: 32 bits each.
CREATE TABLE fact_articles (articles BLOB NOT NULL);

-- Public ids that were given out once and mean nothing any more.
CREATE TABLE retired (public_id TEXT PRIMARY KEY) WITHOUT ROWID;

-- The three lists. Rows have numbers of their own, without gaps and in the order of display:
-- a list is the rows first_row .. first_row + rows - 1. Days are ISO dates. `ends` are the bits
-- behind each article's accounts (see laid_sets.py); empty where a list has no sets.
CREATE TABLE listing (
    name TEXT PRIMARY KEY,
    first_row INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    first_day TEXT,
    last_day TEXT,
    ends BLOB NOT NULL
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
CREATE INDEX row_of_fact ON row_fact (fact, article);

-- The facts of each happening in the order of display: its events, then figures, then quotes.
CREATE TABLE happening (
    key TEXT NOT NULL,
    place INTEGER NOT NULL,
    fact INTEGER NOT NULL,
    article INTEGER NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (key, place)
) WITHOUT ROWID;

-- What rows can be found by (see keys.py), and what these rows are: how many, of how many
-- articles, from which day to which. Of a key within an article its accounts alone are meant.
CREATE TABLE facet_key (
    id INTEGER PRIMARY KEY,
    list TEXT NOT NULL,
    facet TEXT NOT NULL,
    key TEXT NOT NULL,
    rows INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    earliest INTEGER,
    latest INTEGER,
    UNIQUE (list, facet, key)
);

-- Rows by key: a question with one filter walks along this index from the key's first row.
CREATE TABLE facet (
    key INTEGER NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (key, row)
) WITHOUT ROWID;

-- Which rows of a list, and which accounts of its rows, have a frequent key: a bit for each.
CREATE TABLE key_set (
    key INTEGER NOT NULL,
    space TEXT NOT NULL,
    bits BLOB NOT NULL,
    PRIMARY KEY (key, space)
);

-- The rows of a long list, or their accounts, by the row's first day ("begin"), its last ("end"),
-- or its first known day where some account's start is open ("open"), cut into slices: which come
-- before the slice's first day, and the days and places of those in the slice, in that order.
CREATE TABLE slice (
    list TEXT NOT NULL,
    space TEXT NOT NULL,
    side TEXT NOT NULL,
    first INTEGER NOT NULL,
    before BLOB NOT NULL,
    days BLOB NOT NULL,
    places BLOB NOT NULL,
    PRIMARY KEY (list, space, side, first)
);

-- The days, so many from the first one on, that lie between the accounts of a row of a long list
-- and that none of them can mean; `accounts` are the places of these.
CREATE TABLE gap (
    list TEXT NOT NULL,
    length INTEGER NOT NULL,
    first INTEGER NOT NULL,
    row INTEGER NOT NULL,
    accounts BLOB NOT NULL,
    PRIMARY KEY (list, length, first, row)
) WITHOUT ROWID;

-- The days of the year, MM-DD, that rows of the timeline fall on or, known to the month alone,
-- may fall on: how many rows do fall on it, and how many articles tell of these and those.
CREATE TABLE calendar (
    day TEXT PRIMARY KEY,
    rows INTEGER NOT NULL,
    articles INTEGER NOT NULL
) WITHOUT ROWID;

-- The rows of each day: those told by most articles first, of these the latest.
CREATE TABLE anniversary (
    day TEXT NOT NULL,
    place INTEGER NOT NULL,
    row INTEGER NOT NULL,
    year INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (day, place)
) WITHOUT ROWID;

-- What keys can be chosen by, a row for each kind of key; see Names in names.py.
CREATE TABLE names (
    kind TEXT PRIMARY KEY,
    shown TEXT NOT NULL,
    folded TEXT NOT NULL,
    shown_blocks BLOB NOT NULL,
    folded_blocks BLOB NOT NULL,
    names BLOB NOT NULL,
    by_name BLOB NOT NULL,
    own_names BLOB NOT NULL,
    by_word BLOB NOT NULL,
    names_by_word BLOB NOT NULL,
    words BLOB NOT NULL,
    words_back BLOB NOT NULL,
    word_sizes BLOB NOT NULL,
    phrases BLOB NOT NULL,
    phrases_back BLOB NOT NULL,
    phrase_sizes BLOB NOT NULL
);

-- The index of words. text.py makes the tokens; SQLite only splits them at spaces. It keeps no
-- copy of the text (content=''), but places and sizes (detail=full), which bm25 needs. A figure's
-- numbers stand among its labels once more, as amounts.py spells them: no word is found by these.
CREATE VIRTUAL TABLE fact_text USING fts5(
    what, labels, quote, source,
    content = '',
    detail = full,
    columnsize = 1,
    tokenize = "ascii tokenchars '.'"
);

-- The terms of terms.py that a token of some name leads to, with spaces between them.
CREATE TABLE lead (
    token TEXT PRIMARY KEY,
    terms TEXT NOT NULL
) WITHOUT ROWID;

-- Every word that some fact holds or is named by, as people write it, its token, and how many
-- facts have that: at most, where it leads to terms, as a fact that has several counts for each.
CREATE TABLE lexicon (
    word TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    facts INTEGER NOT NULL
) WITHOUT ROWID;

-- Which facts have a token, or a term that it leads to, where that is very many (see common.py).
CREATE TABLE common (
    token TEXT PRIMARY KEY,
    bits BLOB NOT NULL
);
