-- tags: the baseline, in the words of sql/tags.

-- file: sql/tags/tables.sql
-- tags: a coach's own labels on clients. Never shown to the client.

create table public.client_tags (
  client_id  uuid not null references public.clients (id) on delete cascade,
  label      text not null check (label = btrim(label) and length(label) between 1 and 40),
  created_at timestamptz not null default now(),

  primary key (client_id, label)
);

comment on table public.client_tags is 'The tags that those who coach a client put on them: the client never sees them. They are deleted when the coaching ends.';
comment on column public.client_tags.label is 'What the tag says, as it was first written. A client has each label once, in whatever letter case.';

create unique index client_tags_client_id_lower_idx on public.client_tags (client_id, lower(label));

alter table public.client_tags enable row level security;
grant select, delete on public.client_tags to authenticated;
grant select on public.client_tags to service_role;
-- end of file: sql/tags/tables.sql

-- file: sql/tags/functions.sql
-- tags: puts tags on a client and takes them off.

create function private.tag_client(p_client_id uuid, p_label text)
returns void
language plpgsql
security definer -- writes client_tags, into which no API role can insert, because a policy cannot count
set search_path = ''
as $$
declare
  v_most  constant integer := 20;
  v_label text := btrim(regexp_replace(p_label, '\s+', ' ', 'g'));
begin
  -- The lock has calls about one client wait for each other, so that the count is right.
  perform from public.clients c where c.id = p_client_id and private.my_role(c) = 'coach' for no key update;
  if not found then
    perform private.refuse('PT404', 'no_such_client', 'No such client', 'Tag one of your own clients.');
  end if;
  if length(v_label) between 1 and 40 is not true then
    perform private.refuse('PT422', 'tag_label', 'A tag has 1 to 40 characters', 'Give one or two words.');
  end if;

  insert into public.client_tags (client_id, label) values (p_client_id, v_label) on conflict do nothing;

  if (select count(*) from public.client_tags t where t.client_id = p_client_id) > v_most then
    perform private.refuse('PT409', 'too_many_tags', format('A client has at most %s tags', v_most), 'Take one off first.', jsonb_build_object('limit', v_most));
  end if;
end;
$$;

comment on function private.tag_client(uuid, text) is 'Body of public.tag_client.';
grant execute on function private.tag_client(uuid, text) to authenticated;


create function public.tag_client(client_id uuid, label text)
returns void
language sql
set search_path = ''
return private.tag_client(client_id, label);

comment on function public.tag_client(uuid, text) is
  'Puts a tag on a client, who never sees it. Coach only. Does nothing where the client has the tag, in whatever letter case. PT404 unknown client, PT422 the label is empty or longer than 40 characters, PT409 the client has 20 tags.';
grant execute on function public.tag_client(uuid, text) to authenticated;


create function public.untag_client(client_id uuid, label text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if untag_client.client_id = any (private.my_coached_client_ids()) is not true then
    perform private.refuse('PT404', 'no_such_client', 'No such client', 'Take tags off your own clients.');
  end if;
  delete from public.client_tags t where t.client_id = untag_client.client_id and lower(t.label) = lower(btrim(untag_client.label));
end;
$$;

comment on function public.untag_client(uuid, text) is 'Takes a tag off a client. Coach only. Does nothing where the client has no such tag. PT404 unknown client.';
grant execute on function public.untag_client(uuid, text) to authenticated;
-- end of file: sql/tags/functions.sql

-- file: sql/tags/triggers.sql
-- tags: a coach's tags do not outlast the coaching.

create function private.delete_tags()
returns trigger
language plpgsql
security definer -- deletes rows that a client who ends the coaching must not see
set search_path = ''
as $$
begin
  delete from public.client_tags t where t.client_id = new.id;
  return null;
end;
$$;

comment on function private.delete_tags() is 'Deletes the tags of a client whose coach has changed.';

create trigger delete_tags
  after update of coach_id on public.clients
  for each row when (old.coach_id is distinct from new.coach_id) execute function private.delete_tags();
-- end of file: sql/tags/triggers.sql

-- file: sql/tags/policies.sql
-- tags: only the coach reads and deletes them. They are added by tag_client.

create policy "Coaches read the tags of their clients" on public.client_tags
  for select to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]));

create policy "Coaches take tags off their clients" on public.client_tags
  for delete to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]));
-- end of file: sql/tags/policies.sql
