-- progress: how a domain below adds what it knows to the facts of a week. Here, because settings come before functions.

create table private.week_facts (
  domain text primary key,
  call   text not null
);

comment on table private.week_facts is
  'The domains that add to the facts of weekly reports. Progress knows none of them: a domain adds itself with private.add_week_facts in its settings.sql.';
comment on column private.week_facts.call is
  'A function private.<call>(client_ids uuid[], first_days date[], last_days date[]) that returns (client_id uuid, numbers jsonb, coach text, client text), for clients about whom there is something to say.';

alter table private.week_facts enable row level security;


create function private.add_week_facts(p_domain text, p_call text)
returns void
language sql
set search_path = ''
as $$
  insert into private.week_facts as f (domain, call) values (p_domain, p_call)
  on conflict (domain) do update set call = excluded.call
$$;

comment on function private.add_week_facts(text, text) is
  'Adds a domain to the facts of weekly reports. Its function tells of each week the numbers, and a sentence for the coach and one for the client, each in their language. Every number in a sentence must be among the numbers. The domain calls private.note_changed_facts when they change.';
