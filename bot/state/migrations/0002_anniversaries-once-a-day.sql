-- Reason: each server gets its anniversaries in a channel and at a time of its choice, at most once
-- for each of its days, whatever happens to the program meanwhile.

-- A guild now has a row where anything is stored about it: a time zone, a plan, or deliveries.
-- The first three columns after the id are null together.
create table guild_with_anything (
  guild_id integer primary key,
  time_zone text,
  changed_by integer,
  changed_at text
) strict;

insert into guild_with_anything (guild_id, time_zone, changed_by, changed_at)
  select guild_id, time_zone, changed_by, changed_at from guild;
drop table guild;
alter table guild_with_anything rename to guild;

-- What a guild chose for its daily post. topics are keys, separated by spaces, none for all; since
-- is the UTC time before which nothing is owed; paused says why nothing is posted, null if it is.
create table anniversary_plan (
  guild_id integer primary key references guild (guild_id) on delete cascade,
  channel_id integer not null,
  at text not null check (at glob '[0-2][0-9]:[0-5][0-9]'),
  when_nothing text not null check (when_nothing in ('silent', 'next', 'digest')),
  leap_rule text not null check (leap_rule in ('feb28', 'mar1', 'leap-only')),
  disputed text not null check (disputed in ('caution', 'skip')),
  topics text not null,
  role_id integer,
  since text not null,
  paused text check (paused in ('asked', 'channel-gone', 'refused')),
  changed_by integer not null,
  changed_at text not null
) strict;

create index anniversary_plan_at on anniversary_plan (at);

-- What was posted, by its digest: servers with the same choices post the same.
create table post (
  digest text primary key,
  body text not null
) strict, without rowid;

-- One local date of one guild, decided once. `claimed` is sent or about to be, and not known to
-- have arrived; times are UTC, and a post can still be sent before until. Clocks are set: how long
-- ago a claim was is told by boot, the machine's start that it was in, and the seconds since that.
create table delivery (
  guild_id integer not null references guild (guild_id) on delete cascade,
  local_date text not null,
  due_at text not null,
  until text not null,
  state text not null check (
    state in ('claimed', 'delivered', 'nothing', 'missed', 'refused', 'unknown')
  ),
  reason text,
  channel_id integer not null,
  role_id integer,
  post text references post (digest),
  message_id integer,
  claimed_at text not null,
  boot text,
  seconds_up real,
  settled_at text,
  primary key (guild_id, local_date)
) strict, without rowid;

create index delivery_claimed on delivery (claimed_at) where state = 'claimed';
create index delivery_post on delivery (post) where post is not null;
