-- Reason: facts are changed while the bot runs: fact editors want to know what was changed, by whom,
-- and what they can go back to.

-- How the compile of a generation went: its seconds, null where it lay compiled already when it went
-- live, and the check's warnings, a JSON array of texts. Generations from before this have no row, and
-- those that no reload tells of any more.
create table compile (
  generation text primary key references generation (id),
  seconds real,
  warnings text not null
) strict, without rowid;

-- Each time that another generation went live. by_whom is a person's id, or what did it if nobody
-- did; before is null for the first; an upgrade is the same facts, compiled by another version of the
-- program. The counts are of articles, facts and words, null where the two could not be compared;
-- gone are those that vanished without being retired.
create table reload (
  number integer primary key autoincrement,
  at text not null,
  by_whom text not null,
  how text not null check (
    how in ('start', 'publish', 'upgrade', 'reload', 'rollback', 'signal')
  ),
  before text,
  generation text not null,
  added integer,
  changed integer,
  retired integer,
  gone integer
) strict;
