-- Reason: a server reads public answers and daily posts in a language of its choice, and a busy one
-- keeps answers private unless somebody asks for a public one.

-- The code of a catalogue, such as ru; null follows the server's own locale on Discord.
-- changed_by and changed_at say who chose last, here or the time zone; null where nothing is chosen.
alter table guild add column language text;

-- 1: an answer is private unless its asker says otherwise; null: it is public unless they do.
alter table guild add column private_answers integer check (private_answers = 1);
