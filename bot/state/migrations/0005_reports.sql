-- Reason: who reads a fact and sees that something is wrong tells the fact editors; that must not be
-- lost before they have seen it.

-- A problem that somebody reported of a fact, by its public id, in the words they typed, about the
-- facts that were live then. guild_id is null in direct messages. An open report has no closed_at;
-- reason is what the editor who closed it gave.
create table report (
  number integer primary key autoincrement,
  at text not null,
  user_id integer not null,
  guild_id integer,
  fact text not null,
  generation text not null,
  words text not null,
  closed_at text,
  closed_by integer,
  reason text,
  check ((closed_at is null) = (closed_by is null))
) strict;
create index report_of_user on report (user_id, at);
create index report_open on report (closed_at, number);
