-- notify: an invite by e-mail.

create function private.send_invite(p_client_id uuid, p_email text)
returns timestamptz
language plpgsql
security definer -- writes notifications, which no API role may
set search_path = ''
as $$
declare
  v_email  text := btrim(p_email);
  v_invite record;
begin
  if v_email ~ '^[^@\s,;<>"]+@[^@\s,;<>"]+\.[^@\s,;<>".]+$' is not true or length(v_email) > 320 then
    perform private.refuse('PT422', 'email', 'This is not an e-mail address', 'Give one like anna@example.com.');
  end if;
  select i.code, i.expires_at into v_invite from private.invite_client(p_client_id) i;
  -- A letter that waits has the code that this one replaces.
  delete from public.notifications n where n.client_id = p_client_id and n.kind = 'invited' and n.data ? 'code';
  perform private.limit_invites(p_client_id);
  perform private.notify_address(
    v_email, 'invited',
    jsonb_build_object('code', v_invite.code, 'coach', coalesce(
      (select nullif(p.full_name, '') from public.profiles p where p.id = (select auth.uid())), 'Your coach'
    )),
    'invited ' || encode(private.hash_invite_code(v_invite.code), 'hex'), p_client_id
  );
  return v_invite.expires_at;
end;
$$;

comment on function private.send_invite(uuid, text) is 'Body of public.send_invite.';
grant execute on function private.send_invite(uuid, text) to authenticated;


create function private.limit_invites(p_client_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_limit  integer := coalesce((select s.value from private.settings s where s.name = 'invites_per_day'), 50);
  v_client integer;
  v_coach  integer;
begin
  -- Nobody has asked for these letters: a coach must not be able to flood somebody, or everybody.
  select count(*) filter (where n.client_id = p_client_id), count(*) into v_client, v_coach
  from public.notifications n
  join public.clients c on c.id = n.client_id
  join public.clients mine on mine.id = p_client_id and mine.coach_id = c.coach_id
  where n.kind = 'invited' and n.created_at > now() - interval '1 day';
  if v_client >= 5 or v_coach >= v_limit then
    perform private.refuse(
      'PT429', 'too_many_invites', 'Too many invites were sent today', 'Give the code or the link to the client yourself, or wait until tomorrow.',
      p_retry_after => 3600
    );
  end if;
end;
$$;

comment on function private.limit_invites(uuid) is 'Refuses more than five letters a day to one client, or invites_per_day of one coach.';


create function public.send_invite(client_id uuid, email text)
returns timestamptz
language sql
volatile
set search_path = ''
as $$
  select private.send_invite(client_id, email)
$$;

comment on function public.send_invite(uuid, text) is 'Makes a one-time code as invite_client does and sends the link by e-mail; returns when it expires. Coach only. PT404 unknown client, PT409 already linked, PT422 no e-mail address, PT429 too many letters today.';
grant execute on function public.send_invite(uuid, text) to authenticated;
