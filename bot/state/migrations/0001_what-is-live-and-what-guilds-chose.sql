-- Reason: a restart must serve the same facts, keep what guilds chose, understand the buttons of
-- old messages, and not register commands with Discord that it registered already.

-- One compiled state of the facts that has gone live at least once. by_whom is free text.
create table generation (
  id text primary key,
  fingerprint text not null,
  made_at text not null,
  went_live_at text not null,
  by_whom text not null
) strict;

-- At most one row: the generation that is served.
create table live (
  only_row integer primary key check (only_row = 1),
  generation text not null references generation (id)
) strict;

-- A row only where a guild has chosen something: changed_by is a person's id.
create table guild (
  guild_id integer primary key,
  time_zone text not null,
  changed_by integer not null,
  changed_at text not null
) strict;

-- Guilds with a row above that the bot was not in when it last connected, and since which UTC day:
-- their settings go after a while, not at once, for another bot may have been started by mistake.
create table missing_guild (
  guild_id integer primary key references guild (guild_id) on delete cascade,
  since text not null
) strict;

-- Questions too long for a button's id, which has 100 characters. last_used is a UTC day.
create table saved_question (
  token text primary key,
  question text not null,
  last_used text not null
) strict, without rowid;

create index saved_question_last_used on saved_question (last_used);

-- The commands that Discord was last told of, by their digest.
create table synced_commands (
  application_id integer primary key,
  digest text not null
) strict;
