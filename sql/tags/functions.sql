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
