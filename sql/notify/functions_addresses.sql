-- notify: how somebody says at which phone number they are reached, and shows that it is theirs. Telegram is linked by its
-- bot, which writes notification_addresses itself: only the bot learns the chat, once somebody has started it.

create function private.hash_phone_code(p_user_id uuid, p_code text)
returns bytea
language sql
immutable
set search_path = ''
return sha256(convert_to(p_user_id || ' ' || p_code, 'utf8'));

comment on function private.hash_phone_code(uuid, text) is 'The form in which the code for a phone number is kept.';


create function private.link_phone(p_phone text)
returns void
language plpgsql
security definer -- writes codes and notifications, which no API role may
set search_path = ''
as $$
declare
  v_most    constant integer := 3;
  v_user    uuid := (select auth.uid());
  v_phone   text := regexp_replace(p_phone, '[[:space:]().-]', '', 'g');
  v_code    text := lpad((('x' || encode(extensions.gen_random_bytes(4), 'hex'))::bit(32)::bigint % 1000000)::text, 6, '0');
begin
  if v_phone ~ '^\+[1-9][0-9]{7,14}$' is not true then
    perform private.refuse('PT422', 'phone', 'This is not a phone number', 'Give it with + and the code of the country, like +44 7700 900123.');
  end if;
  perform from public.profiles p where p.id = v_user for no key update; -- calls of one person are counted one by one
  -- Neither may a person ask without end, nor may one number get codes that many accounts ask for.
  if (
    select count(*) from public.notifications n
    where n.user_id = any (private.my_account_ids()) and n.kind = 'confirm_phone' and n.created_at > now() - interval '1 hour'
  ) >= v_most or (
    select count(*) from private.address_codes c where c.address = v_phone and c.user_id <> all (private.my_account_ids()) and c.created_at > now() - interval '1 hour'
  ) >= v_most then
    perform private.refuse('PT429', 'too_many_codes', 'Too many codes were asked for', 'Try again in an hour.', p_retry_after => 3600);
  end if;
  insert into private.address_codes as c (user_id, address, code_hash) values (v_user, v_phone, private.hash_phone_code(v_user, v_code))
  on conflict (user_id) do update
    set address = excluded.address, code_hash = excluded.code_hash, tries_left = 5, expires_at = excluded.expires_at, created_at = now();
  perform private.notify(v_user, 'confirm_phone', jsonb_build_object('code', v_code), 'confirm_phone ' || gen_random_uuid());
end;
$$;

comment on function private.link_phone(text) is 'Body of public.link_phone.';
grant execute on function private.link_phone(text) to authenticated;


create function public.link_phone(phone text)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.link_phone(phone)
$$;

comment on function public.link_phone(text) is 'Sends a code by SMS to a number that the caller wants to be told things at. It is valid for ten minutes; until confirm_phone has it, the number of before is used. PT422 no phone number with the code of its country, PT429 more than three codes within an hour.';
grant execute on function public.link_phone(text) to authenticated;


create function private.confirm_phone(p_code text)
returns boolean
language plpgsql
security definer -- reads codes and writes addresses, which no API role may
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
  v_code private.address_codes;
begin
  select c.* into v_code from private.address_codes c where c.user_id = any (private.my_account_ids()) for update;
  if not found or v_code.expires_at <= now() or v_code.tries_left <= 0 then
    perform private.refuse('PT404', 'no_such_code', 'There is no code to confirm', 'Ask for a new one.');
  end if;
  -- A wrong code is an answer, because a refusal would undo that the try is counted.
  if v_code.code_hash <> private.hash_phone_code(v_user, btrim(p_code)) is not false then
    update private.address_codes c set tries_left = c.tries_left - 1 where c.user_id = any (private.my_account_ids());
    return false;
  end if;
  insert into public.notification_addresses as a (user_id, channel, address, verified_at) values (v_user, 'sms', v_code.address, now())
  on conflict (user_id, channel) do update set address = excluded.address, verified_at = excluded.verified_at, created_at = now();
  delete from private.address_codes c where c.user_id = any (private.my_account_ids());
  return true;
end;
$$;

comment on function private.confirm_phone(text) is 'Body of public.confirm_phone.';
grant execute on function private.confirm_phone(text) to authenticated;


create function public.confirm_phone(code text)
returns boolean
language sql
volatile
set search_path = ''
as $$
  select private.confirm_phone(code)
$$;

comment on function public.confirm_phone(text) is 'Confirms the number by the code that was sent there; SMS go there from now on. False: another code, of which five can be tried. PT404 no code was asked for, its ten minutes are over, or all tries are used.';
grant execute on function public.confirm_phone(text) to authenticated;


create function private.unlink_address(p_channel public.notification_channel)
returns void
language sql
volatile
security definer -- deletes addresses, which no API role may
set search_path = ''
as $$
  delete from public.notification_addresses a where a.user_id = any (private.my_account_ids()) and a.channel = p_channel
$$;

comment on function private.unlink_address(public.notification_channel) is 'Body of public.unlink_address.';
grant execute on function private.unlink_address(public.notification_channel) to authenticated;


create function public.unlink_address(channel public.notification_channel)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.unlink_address(channel)
$$;

comment on function public.unlink_address(public.notification_channel) is 'Sends the caller nothing more by Telegram or SMS, and forgets the address.';
grant execute on function public.unlink_address(public.notification_channel) to authenticated;
