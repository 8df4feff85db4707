-- notify: what people do with their notifications, and where and when they want them.

create function private.my_notifications(p_before_due timestamptz, p_before_id bigint, p_limit integer)
returns table (
  id bigint, kind text, title text, body text, path text, client_id uuid, due_at timestamptz, read_at timestamptz
)
language plpgsql
stable
security definer -- a client's words may be those of their coach, whose templates they cannot read
set search_path = ''
as $$
declare
  v_user   uuid := (select auth.uid());
  v_me     uuid[] := private.my_account_ids();
  v_locale public.locale := (select p.locale from public.profiles p where p.id = v_user);
begin
  return query
  select n.id, n.kind, w.subject, w.body, private.fill_in(k.path, n.data, v_locale), n.client_id, n.due_at, n.read_at
  from (
    select * from public.notifications m
    where m.user_id = any (v_me) and m.is_due and m.in_app
      and (m.due_at, m.id) < (coalesce(p_before_due, 'infinity'), coalesce(p_before_id, 9223372036854775807))
    order by m.due_at desc, m.id desc
    limit least(greatest(coalesce(p_limit, 30), 1), 100)
  ) n
  join public.notification_kinds k on k.kind = n.kind
  left join lateral private.whose_words(n.user_id, n.client_id) o on true
  cross join lateral private.words_of(n.kind, 'in_app', v_locale, o.coach_id, o.team_id, n.data) w
  order by n.due_at desc, n.id desc;
end;
$$;

comment on function private.my_notifications(timestamptz, bigint, integer) is 'Body of public.my_notifications.';
grant execute on function private.my_notifications(timestamptz, bigint, integer) to authenticated;


create function public.my_notifications(before_due timestamptz default null, before_id bigint default null, page_size integer default 30)
returns table (
  id bigint, kind text, title text, body text, path text, client_id uuid, due_at timestamptz, read_at timestamptz
)
language sql
stable
set search_path = ''
as $$
  select * from private.my_notifications(before_due, before_id, page_size)
$$;

comment on function public.my_notifications(timestamptz, bigint, integer) is
  'The caller''s notifications in the language of their account, newest first, at most page_size (30, at most 100). The next page begins after due_at and id of the last one, sent as before_due and before_id. path is the address in the web app.';
grant execute on function public.my_notifications(timestamptz, bigint, integer) to authenticated;


create function public.unread_notifications()
returns integer
language sql
stable
set search_path = ''
as $$
  select count(*)::integer from (
    select from public.notifications n
    where n.user_id = any ((select private.my_account_ids())::uuid[]) and n.read_at is null and n.is_due and n.in_app
    limit 100
  ) unread
$$;

comment on function public.unread_notifications() is 'How many notifications the caller has not read. 100 stands for 100 and more.';
grant execute on function public.unread_notifications() to authenticated;


create function private.mark_notifications_read(p_ids bigint[], p_up_to timestamptz)
returns void
language sql
volatile
security definer -- sets read_at, which no API role may
set search_path = ''
as $$
  update public.notifications n set read_at = now()
  where n.user_id = any (private.my_account_ids()) and n.read_at is null and n.is_due and n.in_app
    and (n.id = any (p_ids) or n.due_at <= p_up_to)
$$;

comment on function private.mark_notifications_read(bigint[], timestamptz) is 'Body of public.mark_notifications_read and public.mark_all_notifications_read.';
grant execute on function private.mark_notifications_read(bigint[], timestamptz) to authenticated;


create function public.mark_notifications_read(ids bigint[])
returns void
language sql
volatile
set search_path = ''
as $$
  select private.mark_notifications_read(ids, null)
$$;

comment on function public.mark_notifications_read(bigint[]) is 'Marks notifications of the caller as read. Those of others and those that are gone are passed over.';
grant execute on function public.mark_notifications_read(bigint[]) to authenticated;


create function public.mark_all_notifications_read(up_to timestamptz default now())
returns void
language sql
volatile
set search_path = ''
as $$
  select private.mark_notifications_read(null, up_to)
$$;

comment on function public.mark_all_notifications_read(timestamptz) is 'Marks every notification of the caller as read that was due by up_to: the newest one that they have seen.';
grant execute on function public.mark_all_notifications_read(timestamptz) to authenticated;


create function private.refuse_kind(p_kind text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if not exists (select from public.notification_kinds k where k.kind = p_kind and k.is_chosen) then
    perform private.refuse(
      'PT404', 'no_such_kind', 'There is no such kind of notification', 'Give one of notification_kinds whose channels people choose.'
    );
  end if;
end;
$$;

comment on function private.refuse_kind(text) is 'Refuses a kind that does not exist or whose channels nobody chooses.';


create function private.set_notification_preference(p_kind text, p_channel public.notification_channel, p_is_on boolean)
returns void
language plpgsql
security definer -- writes notification_preferences, which no API role may
set search_path = ''
as $$
begin
  perform private.refuse_kind(p_kind);
  if p_channel is null or p_is_on is null then
    perform private.refuse('PT422', 'preference_incomplete', 'A channel or a choice is missing', 'Give channel, and is_on as true or false.');
  end if;
  insert into public.notification_preferences (user_id, kind, channel, is_on)
  values ((select auth.uid()), p_kind, p_channel, p_is_on)
  on conflict (user_id, kind, channel) do update set is_on = excluded.is_on;
end;
$$;

comment on function private.set_notification_preference(text, public.notification_channel, boolean) is 'Body of public.set_notification_preference.';
grant execute on function private.set_notification_preference(text, public.notification_channel, boolean) to authenticated;


create function public.set_notification_preference(kind text, channel public.notification_channel, is_on boolean)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.set_notification_preference(kind, channel, is_on)
$$;

comment on function public.set_notification_preference(text, public.notification_channel, boolean) is 'Chooses whether the caller is told of a kind through a channel. It also holds for what waits to be sent. PT404 unknown kind.';
grant execute on function public.set_notification_preference(text, public.notification_channel, boolean) to authenticated;


create function private.set_quiet_hours(p_timezone text, p_quiet_from time, p_quiet_until time)
returns void
language plpgsql
security definer -- writes notification_hours, which no API role may
set search_path = ''
as $$
begin
  if p_quiet_from is null and p_quiet_until is null then
    delete from public.notification_hours h where h.user_id = any (private.my_account_ids());
    return;
  end if;
  if p_quiet_from is null or p_quiet_until is null then
    perform private.refuse('PT422', 'quiet_hours_incomplete', 'Quiet hours have a beginning and an end', 'Give quiet_from and quiet_until, or neither.');
  end if;
  if not private.is_timezone(p_timezone) then
    perform private.refuse(
      'PT422', 'timezone', format('%s is not a time zone', coalesce(to_json(left(p_timezone, 60))::text, 'null')),
      'Use an IANA name such as Europe/Moscow or America/New_York.', jsonb_build_object('timezone', coalesce(to_json(left(p_timezone, 60))::text, 'null'))
    );
  end if;
  insert into public.notification_hours (user_id, timezone, quiet_from, quiet_until)
  values ((select auth.uid()), p_timezone, p_quiet_from, p_quiet_until)
  on conflict (user_id) do update
    set timezone = excluded.timezone, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until;
end;
$$;

comment on function private.set_quiet_hours(text, time, time) is 'Body of public.set_quiet_hours.';
grant execute on function private.set_quiet_hours(text, time, time) to authenticated;


create function public.set_quiet_hours(timezone text, quiet_from time default null, quiet_until time default null)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.set_quiet_hours(timezone, quiet_from, quiet_until)
$$;

comment on function public.set_quiet_hours(text, time, time) is 'Between quiet_from and quiet_until of the zone the caller gets nothing that is not urgent outside the app; it waits until then. Without times there are no quiet hours. PT422 no time zone, or only one time.';
grant execute on function public.set_quiet_hours(text, time, time) to authenticated;


create function private.add_push_subscription(p_endpoint text, p_p256dh text, p_auth text)
returns void
language plpgsql
security definer -- writes push_subscriptions, which no API role may
set search_path = ''
as $$
declare
  v_most constant integer := 20;
  v_user uuid := (select auth.uid());
begin
  if p_endpoint ~ '^https?://[^/@\s]+/\S*$' is not true or length(p_endpoint) > 1000
    or p_p256dh ~ '^[A-Za-z0-9_-]{87}=?$' is not true or p_auth ~ '^[A-Za-z0-9_-]{22}(==)?$' is not true
  then
    perform private.refuse('PT422', 'push_subscription', 'This is not a push subscription', 'Send endpoint, p256dh and auth as the browser gives them.');
  end if;
  perform from public.profiles p where p.id = v_user for no key update; -- calls of one person are counted one by one
  -- The browser belongs to whoever is signed in to it last.
  insert into public.push_subscriptions (user_id, endpoint, p256dh, auth)
  values (v_user, p_endpoint, p_p256dh, p_auth)
  on conflict (endpoint) do update set user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth, created_at = now();
  delete from public.push_subscriptions s
  where s.id in (
    select o.id from public.push_subscriptions o where o.user_id = any (private.my_account_ids()) order by o.created_at desc offset v_most
  );
end;
$$;

comment on function private.add_push_subscription(text, text, text) is 'Body of public.add_push_subscription.';
grant execute on function private.add_push_subscription(text, text, text) to authenticated;


create function public.add_push_subscription(endpoint text, p256dh text, auth text)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.add_push_subscription(endpoint, p256dh, auth)
$$;

comment on function public.add_push_subscription(text, text, text) is 'Sends the caller''s notifications to this browser too, with what PushSubscription.toJSON() holds. A person has at most 20 browsers; the oldest goes. PT422 not a subscription.';
grant execute on function public.add_push_subscription(text, text, text) to authenticated;


create function private.remove_push_subscription(p_endpoint text)
returns void
language sql
volatile
security definer -- writes push_subscriptions, which no API role may
set search_path = ''
as $$
  delete from public.push_subscriptions s where s.endpoint = p_endpoint and s.user_id = any (private.my_account_ids())
$$;

comment on function private.remove_push_subscription(text) is 'Body of public.remove_push_subscription.';
grant execute on function private.remove_push_subscription(text) to authenticated;


create function public.remove_push_subscription(endpoint text)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.remove_push_subscription(endpoint)
$$;

comment on function public.remove_push_subscription(text) is 'Sends no more notifications to a browser of the caller.';
grant execute on function public.remove_push_subscription(text) to authenticated;


create function private.unsubscribe(p_token text)
returns text
language plpgsql
security definer -- whoever asks is not signed in
set search_path = ''
as $$
declare
  v_subject text := substring(p_token from '^(.*)\.[0-9a-f]{64}$');
  v_who     text := split_part(v_subject, '.', 1);
  v_kind    text := split_part(v_subject, '.', 2);
begin
  if v_subject is null or private.sign_unsubscribe(v_subject) is distinct from p_token then
    perform private.refuse('PT404', 'unsubscribe_unknown', 'This link is not known', 'Open it as it stands in the letter, or sign in and choose what you are told.');
  end if;
  if v_kind = 'all' then
    insert into private.refused_addresses (hash) values (v_who) on conflict (hash) do nothing;
  else
    insert into public.notification_preferences (user_id, kind, channel, is_on)
    select p.id, k.kind, 'email', false
    from public.profiles p, public.notification_kinds k
    where p.id = v_who::uuid and k.kind = v_kind
    on conflict (user_id, kind, channel) do update set is_on = false;
  end if;
  return v_kind;
end;
$$;

comment on function private.unsubscribe(text) is 'Body of public.unsubscribe.';
grant execute on function private.unsubscribe(text) to anon, authenticated, service_role;


create function public.unsubscribe(token text)
returns text
language sql
volatile
set search_path = ''
as $$
  select private.unsubscribe(token)
$$;

comment on function public.unsubscribe(text) is 'Stops the e-mails of one kind to one account, by the signed token of a letter, and returns the kind. It is open to those not signed in, because nobody but the recipient has the token. It can be repeated. PT404 unknown token.';
grant execute on function public.unsubscribe(text) to anon, authenticated, service_role;
