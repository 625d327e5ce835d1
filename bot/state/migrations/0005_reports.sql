-- Reason: who reads a fact and sees that something is wrong tells the fact editors; that must not be
-- lost before they have seen it.

-- A problem that somebody reported of a fact, by its public id, in the words they typed, about the
-- facts that were live then. guild_id is null in direct messages; a guild's reports go with all
-- else that is stored about it. An open report has no closed_at; reason is what the editor who
-- closed it gave. Numbers are never used again, so that nobody closes another report than they read.
create table report (
  number integer primary key autoincrement,
  at text not null,
  user_id integer not null,
  guild_id integer references guild (guild_id) on delete cascade,
  fact text not null,
  generation text not null,
  words text not null,
  closed_at text,
  closed_by integer,
  reason text,
  check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (reason is null))
) strict;

-- One person has one open report of a fact.
create unique index report_once on report (user_id, fact) where closed_at is null;

create index report_of_guild on report (guild_id);
create index report_closed on report (closed_at, number);
