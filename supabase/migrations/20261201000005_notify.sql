-- notify: the baseline, in the words of sql/notify.

-- file: sql/notify/tables.sql
-- notify: what a person is told, in which words, through which channels, and what became of each delivery.

create type public.notification_channel as enum ('in_app', 'email', 'push', 'telegram', 'sms');
create type public.delivery_state as enum ('queued', 'sent', 'failed', 'suppressed');

create table public.notification_kinds (
  kind      text primary key check (kind ~ '^[a-z_]{1,40}$'),
  names     jsonb not null check (names ?& '{en, ru}'),
  role      public.profile_role,
  variables text[] not null,
  secrets   text[] not null default '{}',
  channels  public.notification_channel[] not null,
  path      text not null check (path ~ '^/(?!/)'),
  is_urgent boolean not null default false,
  is_chosen boolean not null default true,
  too_late  interval,
  example   jsonb not null,

  constraint notification_kinds_example check (example ?& variables)
);

comment on table public.notification_kinds is
  'What people are told about. A domain adds its own kinds with private.add_notification_kind in its settings.sql.';
comment on column public.notification_kinds.names is 'What the preferences call it, in each language.';
comment on column public.notification_kinds.role is 'Whom it is for; null: everybody. Chooses the rows of the preferences.';
comment on column public.notification_kinds.variables is 'The names that its templates may use as {{name}}. data of a notification has each of them.';
comment on column public.notification_kinds.secrets is 'Variables that are removed from data once it is delivered or given up, for example the code of an invite.';
comment on column public.notification_kinds.channels is 'The channels that are on for a person who has not chosen.';
comment on column public.notification_kinds.path is 'The address in the web app that it leads to. May use variables.';
comment on column public.notification_kinds.is_urgent is 'Whether it is sent during quiet hours too.';
comment on column public.notification_kinds.is_chosen is 'Whether people choose its channels. An answer to what somebody has just asked for is not chosen.';
comment on column public.notification_kinds.too_late is 'How long after due_at it is still worth sending; later it is suppressed. Null: always.';
comment on column public.notification_kinds.example is 'Values of the variables for the preview of a template.';

alter table public.notification_kinds enable row level security;
grant select on public.notification_kinds to authenticated, service_role;


create table public.notifications (
  id         bigint primary key generated always as identity,
  user_id    uuid references public.profiles (id) on delete cascade,
  email      text check (length(email) <= 320 and email like '%_@_%'),
  client_id  uuid references public.clients (id) on delete cascade,
  kind       text not null references public.notification_kinds (kind),
  data       jsonb not null default '{}',
  dedupe_key text not null check (length(dedupe_key) between 1 and 200),
  due_at     timestamptz not null default now(),
  is_due     boolean not null default true,
  in_app     boolean not null default true,
  created_at timestamptz not null default now(),
  read_at    timestamptz,

  constraint notifications_dedupe_key unique nulls not distinct (user_id, email, dedupe_key),
  constraint notifications_have_one_recipient check (num_nonnulls(user_id, email) = 1)
);

comment on table public.notifications is 'What a person is, or will be, told. Only private.notify writes it. It is deleted with the client whom it is about, and after a year.';
comment on column public.notifications.email is 'The recipient, if they have no account: somebody who is invited.';
comment on column public.notifications.client_id is 'The client whom it is about; null: nobody.';
comment on column public.notifications.data is 'The values of the variables of its kind.';
comment on column public.notifications.dedupe_key is 'The cause. The same cause tells the same person once.';
comment on column public.notifications.is_due is 'Whether its time has come: it is shown, and its deliveries are queued.';
comment on column public.notifications.in_app is 'Whether the person sees it in the app.';

create index notifications_user_id_due_at_idx on public.notifications (user_id, due_at desc, id desc);
create index notifications_unread_idx on public.notifications (user_id) where (read_at is null and is_due and in_app);
create index notifications_waiting_idx on public.notifications (due_at) where (not is_due);
create index notifications_client_id_idx on public.notifications (client_id);
create index notifications_kind_idx on public.notifications (kind);
create index notifications_created_at_idx on public.notifications (created_at);

alter table public.notifications enable row level security;
grant select on public.notifications to authenticated, service_role;


create table public.notification_templates (
  id         uuid primary key default gen_random_uuid(),
  coach_id   uuid references public.profiles (id) on delete cascade,
  team_id    uuid references public.teams (id) on delete cascade,
  kind       text not null references public.notification_kinds (kind) on delete cascade,
  channel    public.notification_channel not null,
  locale     public.locale not null,
  subject    text not null check (length(btrim(subject)) between 1 and 200),
  body       text not null check (length(body) <= 4000),

  constraint notification_templates_key unique nulls not distinct (coach_id, team_id, kind, channel, locale),
  constraint notification_templates_have_one_owner check (num_nonnulls(coach_id, team_id) <= 1)
);

comment on table public.notification_templates is
  'The words of notifications, as plain text with {{variables}}. Those of a coach go to their clients, else those of the team to its clients, else the built-in ones. A channel without words of its own uses those of in_app.';
comment on column public.notification_templates.coach_id is 'The coach whose words they are; null: those of a team, or built in.';
comment on column public.notification_templates.team_id is 'The team whose words they are; null: those of a coach, or built in.';

create index notification_templates_team_id_idx on public.notification_templates (team_id);
create index notification_templates_kind_idx on public.notification_templates (kind);

alter table public.notification_templates enable row level security;
grant select on public.notification_templates to authenticated, service_role;


create table public.notification_preferences (
  user_id uuid not null references public.profiles (id) on delete cascade,
  kind    text not null references public.notification_kinds (kind) on delete cascade,
  channel public.notification_channel not null,
  is_on   boolean not null,

  primary key (user_id, kind, channel)
);

comment on table public.notification_preferences is 'Through which channels a person wants to be told what. Without a row the kind decides.';

create index notification_preferences_kind_idx on public.notification_preferences (kind);

alter table public.notification_preferences enable row level security;
grant select on public.notification_preferences to authenticated, service_role;


create table public.notification_addresses (
  user_id     uuid not null references public.profiles (id) on delete cascade,
  channel     public.notification_channel not null check (channel in ('telegram', 'sms')),
  address     text not null check (length(address) between 1 and 100),
  verified_at timestamptz,
  created_at  timestamptz not null default now(),

  primary key (user_id, channel)
);

comment on table public.notification_addresses is 'Where a person is reached beside their e-mail: the chat of Telegram, the number of SMS. Nothing is sent there before it is verified.';

alter table public.notification_addresses enable row level security;
grant select on public.notification_addresses to authenticated, service_role;


create table private.address_codes (
  user_id    uuid primary key references public.profiles (id) on delete cascade,
  address    text not null check (address ~ '^\+[1-9][0-9]{7,14}$'),
  code_hash  bytea not null,
  tries_left integer not null default 5,
  expires_at timestamptz not null default now() + interval '10 minutes',
  created_at timestamptz not null default now()
);

comment on table private.address_codes is 'Phone numbers that somebody has named and not yet confirmed by the code that was sent there.';
comment on column private.address_codes.code_hash is 'SHA-256 of account and code.';

create index address_codes_address_idx on private.address_codes (address);

alter table private.address_codes enable row level security;


create table public.push_subscriptions (
  id         uuid primary key default gen_random_uuid(),
  user_id    uuid not null references public.profiles (id) on delete cascade,
  endpoint   text not null unique check (length(endpoint) <= 1000),
  p256dh     text not null check (p256dh ~ '^[A-Za-z0-9_-]{87}=?$'),
  auth       text not null check (auth ~ '^[A-Za-z0-9_-]{22}(==)?$'),
  created_at timestamptz not null default now()
);

comment on table public.push_subscriptions is 'The browsers in which a person has allowed notifications. One that its push service no longer knows is deleted.';
comment on column public.push_subscriptions.endpoint is 'The address at the push service; whoever knows it and the keys can send there.';
comment on column public.push_subscriptions.p256dh is 'The public key of the browser, for which messages are encrypted (RFC 8291).';
comment on column public.push_subscriptions.auth is 'The secret that the browser shares with us (RFC 8291).';

create index push_subscriptions_user_id_idx on public.push_subscriptions (user_id);

alter table public.push_subscriptions enable row level security;
grant select (id, user_id, endpoint, created_at) on public.push_subscriptions to authenticated;
grant select on public.push_subscriptions to service_role;


create table public.notification_deliveries (
  id              uuid primary key default gen_random_uuid(),
  notification_id bigint not null references public.notifications (id) on delete cascade,
  user_id         uuid references public.profiles (id) on delete cascade,
  client_id       uuid references public.clients (id) on delete cascade,
  kind            text not null references public.notification_kinds (kind),
  channel         public.notification_channel not null check (channel <> 'in_app'),
  subscription_id uuid references public.push_subscriptions (id) on delete set null,
  state           public.delivery_state not null default 'queued',
  attempts        integer not null default 0,
  provider_id     text check (length(provider_id) <= 200),
  reason          text,
  waits_until     timestamptz,
  created_at      timestamptz not null default now(),
  settled_at      timestamptz
);

comment on table public.notification_deliveries is
  'What became of a notification on each channel outside the app; of push in each browser. The coach of a client sees how it went, without the words.';
comment on column public.notification_deliveries.attempts is 'How often it was handed to a worker.';
comment on column public.notification_deliveries.waits_until is 'The end of the quiet hours for which it waits. It is not in the queue until then.';
comment on column public.notification_deliveries.provider_id is 'How the receiver calls it: Message-ID, the id of a message.';
comment on column public.notification_deliveries.reason is 'Why it failed or was suppressed, or why the last attempt did not succeed.';

create index notification_deliveries_notification_id_idx on public.notification_deliveries (notification_id);
create index notification_deliveries_user_id_idx on public.notification_deliveries (user_id);
create index notification_deliveries_client_id_idx on public.notification_deliveries (client_id);
create index notification_deliveries_kind_idx on public.notification_deliveries (kind);
create index notification_deliveries_subscription_id_idx on public.notification_deliveries (subscription_id);
create index notification_deliveries_waiting_idx on public.notification_deliveries (waits_until) where (waits_until is not null);
create index notification_deliveries_failed_idx on public.notification_deliveries (settled_at) where (state = 'failed');

alter table public.notification_deliveries enable row level security;
grant select on public.notification_deliveries to authenticated, service_role;


create table public.notification_hours (
  user_id     uuid primary key references public.profiles (id) on delete cascade,
  timezone    text not null,
  quiet_from  time not null,
  quiet_until time not null
);

comment on table public.notification_hours is 'When a person is not to be disturbed: what is not urgent waits until quiet_until. Without a row, or with both times the same, there are no quiet hours.';
comment on column public.notification_hours.timezone is 'IANA name of the zone in which the two times are meant.';

alter table public.notification_hours enable row level security;
grant select on public.notification_hours to authenticated, service_role;


create table private.refused_addresses (
  hash       text primary key check (hash ~ '^[0-9a-f]{64}$'),
  refused_at timestamptz not null default now()
);

comment on table private.refused_addresses is 'Addresses without an account that want no mail, as SHA-256.';

alter table private.refused_addresses enable row level security;
-- end of file: sql/notify/tables.sql

-- file: sql/notify/tables_kinds.sql
-- notify: how a domain declares what it tells people, and in which words. Here, because settings come before functions.

create function private.add_notification_kind(
  p_kind text, p_names jsonb, p_role public.profile_role, p_channels public.notification_channel[], p_path text, p_example jsonb,
  p_is_urgent boolean default false, p_is_chosen boolean default true, p_too_late interval default null, p_secrets text[] default '{}'
)
returns void
language sql
set search_path = ''
as $$
  insert into public.notification_kinds as k (kind, names, role, variables, secrets, channels, path, is_urgent, is_chosen, too_late, example)
  values (
    p_kind, p_names, p_role, array(select jsonb_object_keys(p_example) order by 1), p_secrets, p_channels, p_path, p_is_urgent, p_is_chosen,
    p_too_late, p_example
  )
  on conflict (kind) do update
    set names = excluded.names, role = excluded.role, variables = excluded.variables, secrets = excluded.secrets, channels = excluded.channels,
        path = excluded.path, is_urgent = excluded.is_urgent, is_chosen = excluded.is_chosen, too_late = excluded.too_late,
        example = excluded.example
$$;

comment on function private.add_notification_kind(text, jsonb, public.profile_role, public.notification_channel[], text, jsonb, boolean, boolean, interval, text[]) is
  'Adds a kind of notification, or changes it. Its variables are the keys of the example. Called in the settings.sql of its domain, with private.add_notification_words for both languages.';


create function private.add_notification_words(
  p_kind text, p_locale public.locale, p_title text, p_line text, p_mail text default null
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.notification_templates as t (id, kind, channel, locale, subject, body)
  -- An id that every project has, so that two of them can be compared.
  select md5(concat_ws(' ', p_kind, w.channel, p_locale))::uuid, p_kind, w.channel::public.notification_channel, p_locale, p_title, w.body
  from (values ('in_app', p_line), ('email', p_mail)) w (channel, body)
  where w.body is not null
  on conflict on constraint notification_templates_key do update
    set subject = excluded.subject, body = excluded.body;
end;
$$;

comment on function private.add_notification_words(text, public.locale, text, text, text) is
  'The built-in words of a kind in one language: the title, the line in the app (and of push, Telegram and SMS), and the text of the e-mail, without which the e-mail has the line.';
-- end of file: sql/notify/tables_kinds.sql

-- file: sql/notify/settings.sql
-- notify: the queue of deliveries, and what people is told about people. Other domains add their kinds beside themselves. Idempotent.

-- Twelve attempts take more than an hour, so a receiver may be away for longer than a restart.
select private.add_queue('deliveries', p_wakes => 'deliver', p_attempts => 12, p_patience => '5 minutes', p_on_failed => 'note_failed_deliveries');

select private.add_notification_kind(
  'coaching_ended', '{"en": "The coaching has ended", "ru": "Работа с тренером завершена"}',
  null, '{in_app, email}', '/', '{"name": "Anna"}', p_too_late => '14 days'
);
select private.add_notification_words('coaching_ended', 'en', 'The coaching has ended', 'The coaching with {{name}} has ended.',
  E'The coaching with {{name}} has ended.\n\nThe diary stays with the client. The coach no longer sees it.');
select private.add_notification_words('coaching_ended', 'ru', 'Работа с тренером завершена', 'Сотрудничество завершено: {{name}}.',
  E'Сотрудничество завершено: {{name}}.\n\nДневник остаётся у клиента. Тренер его больше не видит.');

select private.add_notification_kind(
  'invited', '{"en": "An invite", "ru": "Приглашение"}',
  'client', '{email}', '/invite/{{code}}', '{"coach": "Maria Petrova", "code": "7KQM-2V8R-XD4T"}',
  p_is_urgent => true, p_is_chosen => false, p_too_late => '13 days', p_secrets => '{code}'
);
select private.add_notification_words('invited', 'en', '{{coach}} invites you to Wellio', 'Your invite code: {{code}}',
  E'{{coach}} invites you to keep your diary in Wellio.\n\nOpen the link below, or sign up and enter the code {{code}}. It is valid for 14 days.\n\nIf you do not know {{coach}}, ignore this letter.');
select private.add_notification_words('invited', 'ru', '{{coach}} приглашает вас в Wellio', 'Ваш код приглашения: {{code}}',
  E'{{coach}} приглашает вас вести дневник в Wellio.\n\nОткройте ссылку ниже или зарегистрируйтесь и введите код {{code}}. Он действует 14 дней.\n\nЕсли вы не знаете, кто это, не отвечайте на письмо.');

select private.add_notification_kind(
  'confirm_phone', '{"en": "The code for your number", "ru": "Код для вашего номера"}',
  null, '{sms}', '/notifications/settings', '{"code": "482913"}',
  p_is_urgent => true, p_is_chosen => false, p_too_late => '10 minutes', p_secrets => '{code}'
);
select private.add_notification_words('confirm_phone', 'en', '{{code}} is your code for Wellio', 'Valid for ten minutes. If you did not ask for it, ignore it.');
select private.add_notification_words('confirm_phone', 'ru', '{{code}} — ваш код для Wellio', 'Действует десять минут. Если вы его не запрашивали, ничего не делайте.');

insert into private.settings (name, value) values ('invites_per_day', 50) on conflict (name) do nothing;
-- end of file: sql/notify/settings.sql

-- file: sql/notify/functions_addresses.sql
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
-- end of file: sql/notify/functions_addresses.sql

-- file: sql/notify/functions_invite.sql
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
-- end of file: sql/notify/functions_invite.sql

-- file: sql/notify/functions_mine.sql
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
-- end of file: sql/notify/functions_mine.sql

-- file: sql/notify/functions_notify.sql
-- notify: what a domain calls to tell somebody something, in the transaction of its cause.

create function private.notify_all(
  p_user_ids uuid[], p_kind text, p_data jsonb, p_dedupe_key text, p_due_at timestamptz default now(), p_client_id uuid default null
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_kind public.notification_kinds;
  v_due  bigint[];
begin
  select * into strict v_kind from public.notification_kinds k where k.kind = p_kind;
  if not p_data ?& v_kind.variables then
    raise exception 'A notification of kind % needs %', p_kind, v_kind.variables;
  end if;

  with told as (
    insert into public.notifications (user_id, client_id, kind, data, dedupe_key, due_at, is_due, in_app)
    select u.id, p_client_id, p_kind, p_data, p_dedupe_key, p_due_at, p_due_at <= now(), coalesce(p.is_on, 'in_app' = any (v_kind.channels))
    from unnest(p_user_ids) u(id)
    left join public.notification_preferences p on p.user_id = u.id and p.kind = p_kind and p.channel = 'in_app'
    where u.id is not null
    on conflict on constraint notifications_dedupe_key do nothing
    returning id, is_due
  )
  select array_agg(t.id) filter (where t.is_due) into v_due from told t;
  perform private.queue_deliveries(v_due);
end;
$$;

comment on function private.notify_all(uuid[], text, jsonb, text, timestamptz, uuid) is
  'Tells people something, at p_due_at. The same p_dedupe_key tells the same person once, however often it is called. p_data has all variables of the kind; p_client_id is the client whom it is about, with whom it is erased.';


create function private.notify(
  p_user_id uuid, p_kind text, p_data jsonb, p_dedupe_key text, p_due_at timestamptz default now(), p_client_id uuid default null
)
returns void
language sql
set search_path = ''
as $$
  select private.notify_all(array[p_user_id], p_kind, p_data, p_dedupe_key, p_due_at, p_client_id)
$$;

comment on function private.notify(uuid, text, jsonb, text, timestamptz, uuid) is
  'Tells one person something, as private.notify_all. Somebody without an account (null) is told nothing.';


create function private.notify_address(p_email text, p_kind text, p_data jsonb, p_dedupe_key text, p_client_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_id bigint;
begin
  insert into public.notifications (email, client_id, kind, data, dedupe_key, in_app)
  values (p_email, p_client_id, p_kind, p_data, p_dedupe_key, false)
  on conflict on constraint notifications_dedupe_key do nothing
  returning id into v_id;
  perform private.queue_deliveries(array[v_id]);
end;
$$;

comment on function private.notify_address(text, text, jsonb, text, uuid) is 'Writes an e-mail to somebody who has no account yet.';


create function private.withdraw_notification(p_user_id uuid, p_dedupe_key text)
returns void
language sql
set search_path = ''
as $$
  delete from public.notifications n where n.user_id = p_user_id and n.dedupe_key = p_dedupe_key and not n.is_due
$$;

comment on function private.withdraw_notification(uuid, text) is 'Takes back what was to be told later. What is due already stays.';


create function private.queue_deliveries(p_ids bigint[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_messages jsonb[];
begin
  if p_ids is null then
    return;
  end if;
  with delivery as (
    insert into public.notification_deliveries (notification_id, user_id, client_id, kind, channel, subscription_id)
    select n.id, n.user_id, n.client_id, n.kind, c.channel, s.id
    from public.notifications n
    join public.notification_kinds k on k.kind = n.kind
    cross join unnest('{email, push, telegram, sms}'::public.notification_channel[]) c(channel)
    left join public.notification_preferences p on p.user_id = n.user_id and p.kind = n.kind and p.channel = c.channel
    left join public.push_subscriptions s on c.channel = 'push' and s.user_id = n.user_id
    where n.id = any (p_ids)
      and coalesce(p.is_on, c.channel = any (k.channels))
      and (c.channel <> 'push' or s.id is not null)
      and (n.user_id is not null or c.channel = 'email')
    returning id, client_id
  )
  select array_agg(private.delivery_message(d.id, d.client_id)) into v_messages from delivery d;
  if v_messages is not null then
    perform private.enqueue('deliveries', v_messages, '{"type": "SWEEP"}');
  end if;
end;
$$;

comment on function private.queue_deliveries(bigint[]) is
  'Queues notifications that are due for each channel outside the app that their recipient wants, and for each browser in which push is allowed.';


create function private.delivery_message(p_delivery_id uuid, p_client_id uuid)
returns jsonb
language sql
immutable
set search_path = ''
return jsonb_build_object(
  'client_id', p_client_id, 'delivery_id', p_delivery_id, 'trace', jsonb_build_object('delivery_id', p_delivery_id)
);

comment on function private.delivery_message(uuid, uuid) is 'What is queued for a delivery.';


create function private.release_notifications()
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_most     constant integer := 5000;
  v_due      bigint[];
  v_messages jsonb[];
begin
  with due as (
    update public.notifications n set is_due = true
    where n.id in (
      select w.id from public.notifications w
      where not w.is_due and w.due_at <= now() order by w.due_at limit v_most for update skip locked
    )
    returning n.id
  )
  select array_agg(d.id) into v_due from due d;
  perform private.queue_deliveries(v_due);

  with due as (
    update public.notification_deliveries d set waits_until = null, reason = null
    where d.id in (
      select w.id from public.notification_deliveries w
      where w.waits_until <= now() order by w.waits_until limit v_most for update skip locked
    ) and d.state = 'queued'
    returning d.id, d.client_id
  )
  select array_agg(private.delivery_message(d.id, d.client_id)) into v_messages from due d;
  if v_messages is not null then
    perform private.enqueue('deliveries', v_messages, '{"type": "SWEEP"}');
  end if;
end;
$$;

comment on function private.release_notifications() is
  'Shows and sends what was to be told later and is due now, and what has waited for the end of quiet hours. Run by cron every minute.';
-- end of file: sql/notify/functions_notify.sql

-- file: sql/notify/functions_queue.sql
-- notify: the queue of deliveries as the cloud function sees it.

create function private.quiet_until(p_user_id uuid, p_at timestamptz)
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select case
    when h.quiet_from < h.quiet_until and l.now::time >= h.quiet_from and l.now::time < h.quiet_until
      then (l.now::date + h.quiet_until) at time zone h.timezone
    when h.quiet_from > h.quiet_until and l.now::time >= h.quiet_from then (l.now::date + 1 + h.quiet_until) at time zone h.timezone
    when h.quiet_from > h.quiet_until and l.now::time < h.quiet_until then (l.now::date + h.quiet_until) at time zone h.timezone
  end
  from public.notification_hours h
  cross join lateral (select p_at at time zone h.timezone as now) l
  where h.user_id = p_user_id
$$;

comment on function private.quiet_until(uuid, timestamptz) is 'When the quiet hours end in which a moment lies; null: it lies in none.';


create function private.sign_unsubscribe(p_subject text)
returns text
language sql
stable
set search_path = ''
as $$
  select p_subject || '.' || encode(extensions.hmac('unsubscribe ' || p_subject, s.decrypted_secret, 'sha256'), 'hex')
  from vault.decrypted_secrets s
  where s.name = 'webhook_secret'
$$;

comment on function private.sign_unsubscribe(text) is 'The token of an unsubscribe link. The subject is "<account>.<kind>", or "<SHA-256 of an address>.all" of somebody without an account. Null where the project has no secret.';


create function private.hash_address(p_email text)
returns text
language sql
immutable
set search_path = ''
return encode(sha256(convert_to(lower(btrim(p_email)), 'utf8')), 'hex');

comment on function private.hash_address(text) is 'The form in which an address that wants no more mail is kept.';


create function private.settle_deliveries(p_settled jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.notification_deliveries d
  set state = s.state, reason = s.reason, provider_id = left(s.provider_id, 200), settled_at = now()
  from jsonb_to_recordset(p_settled) as s(delivery_id uuid, state public.delivery_state, reason text, provider_id text)
  where d.id = s.delivery_id and d.state = 'queued';

  update public.notifications n
  set data = n.data - k.secrets
  from public.notification_deliveries d
  join public.notification_kinds k on k.kind = d.kind
  where d.id in (select s.delivery_id from jsonb_to_recordset(p_settled) as s(delivery_id uuid))
    and n.id = d.notification_id and n.data ?| k.secrets
    and not exists (select from public.notification_deliveries o where o.notification_id = n.id and o.state = 'queued');
end;
$$;

comment on function private.settle_deliveries(jsonb) is 'Notes how deliveries ended, and removes from their notifications what is secret: [{delivery_id, state, reason, provider_id}].';


create function private.unwanted(
  p_delivery public.notification_deliveries, p_notification public.notifications, p_kind public.notification_kinds, p_sent_at timestamptz
)
returns text
language sql
stable
set search_path = ''
as $$
  select case
    when p_notification.read_at is not null then 'read_already'
    when p_sent_at > p_notification.due_at + p_kind.too_late then 'too_late'
    when p_kind.is_chosen and exists (
      select from public.notification_preferences p
      where p.user_id = p_delivery.user_id and p.kind = p_delivery.kind and p.channel = p_delivery.channel and not p.is_on
    ) then 'switched_off'
    when p_delivery.channel = 'push' and p_delivery.subscription_id is null then 'subscription_gone'
    when p_notification.email is not null and exists (
      select from private.refused_addresses r where r.hash = private.hash_address(p_notification.email)
    ) then 'switched_off'
  end
$$;

comment on function private.unwanted(public.notification_deliveries, public.notifications, public.notification_kinds, timestamptz) is
  'Why a delivery is not to be sent at a moment; null: it is.';


create function private.address_of(p_delivery public.notification_deliveries, p_email text)
returns table (address text, is_verified boolean)
language sql
stable
set search_path = ''
as $$
  select a.address, a.verified_at is not null from public.notification_addresses a
  where a.user_id = p_delivery.user_id and a.channel = p_delivery.channel and p_delivery.kind <> 'confirm_phone'
  union all
  select c.address, true from private.address_codes c
  where p_delivery.kind = 'confirm_phone' and p_delivery.channel = 'sms' and c.user_id = p_delivery.user_id
  union all
  select u.email, u.email_confirmed_at is not null from auth.users u where p_delivery.channel = 'email' and u.id = p_delivery.user_id
  union all
  select p_email, true where p_delivery.channel = 'email' and p_email is not null
$$;

comment on function private.address_of(public.notification_deliveries, text) is 'Where a delivery by e-mail, Telegram or SMS goes. Somebody without an account was addressed by their coach; the code for a phone number goes to that number.';


create function worker.claim_deliveries(p_limit integer, p_lease_seconds integer)
returns table (
  msg_id bigint, read_ct integer, trace jsonb, delivery_id uuid, notification_id bigint, channel public.notification_channel,
  subject text, body text, path text, locale public.locale, address text, keys jsonb, unsubscribe text
)
language plpgsql
security definer -- pgmq and the accounts are closed to API roles
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_attempts integer := (select q.attempts from private.queues q where q.name = 'deliveries');
  v_claimed  jsonb;
  v_settled  jsonb;
begin
  loop
    select jsonb_agg(to_jsonb(m) || coalesce(to_jsonb(found), '{}')) into v_claimed
    from (
      select r.msg_id, r.read_ct, r.message ->> 'delivery_id' as delivery_id
      from pgmq.read('deliveries', p_lease_seconds, p_limit) r
    ) m
    left join lateral (
      select d.state, case when k.is_urgent then null else private.quiet_until(d.user_id, now()) end as quiet_until,
        case
          when m.read_ct > v_attempts then 'interrupted'
          else coalesce(
            private.unwanted(d, n, k, now()),
            case when d.channel <> 'push' and not exists (select from private.address_of(d, n.email)) then 'no_address' end,
            case when d.channel <> 'push' and not exists (select from private.address_of(d, n.email) a where a.is_verified) then 'address_unverified' end
          )
        end as reason,
        case when not k.is_urgent then private.unwanted(d, n, k, private.quiet_until(d.user_id, now())) end as reason_later
      from public.notification_deliveries d
      join public.notifications n on n.id = d.notification_id
      join public.notification_kinds k on k.kind = d.kind
      where d.id = m.delivery_id::uuid
    ) found on true;
    exit when v_claimed is null;

    -- What was settled, or deleted with its notification, needs nothing more.
    perform private.archive_messages(
      'deliveries',
      array_agg(c.msg_id) filter (where c.state <> 'queued'),
      array_agg(c.msg_id) filter (where c.state is null)
    )
    from jsonb_to_recordset(v_claimed) as c(msg_id bigint, state text);

    select jsonb_agg(jsonb_build_object(
      'msg_id', c.msg_id, 'delivery_id', c.delivery_id, 'reason', coalesce(c.reason, c.reason_later),
      'state', case c.reason when 'interrupted' then 'failed' else 'suppressed' end
    )) into v_settled
    from jsonb_to_recordset(v_claimed) as c(msg_id bigint, delivery_id uuid, state text, reason text, reason_later text)
    where c.state = 'queued' and coalesce(c.reason, c.reason_later) is not null;
    if v_settled is not null then
      perform private.settle_deliveries(v_settled);
      perform private.archive_messages('deliveries', array(select s.msg_id from jsonb_to_recordset(v_settled) as s(msg_id bigint)));
    end if;

    select jsonb_agg(c) into v_claimed
    from jsonb_array_elements(v_claimed) c
    where c ->> 'state' = 'queued' and coalesce(c ->> 'reason', c ->> 'reason_later') is null;

    perform private.archive_messages('deliveries', array_agg(c.msg_id))
    from jsonb_to_recordset(v_claimed) as c(msg_id bigint, quiet_until timestamptz)
    where c.quiet_until is not null
    having count(*) > 0;

    update public.notification_deliveries d
    set attempts = d.attempts + case when c.quiet_until is null then 1 else 0 end, waits_until = c.quiet_until,
        reason = case when c.quiet_until is not null then 'quiet_hours' else d.reason end
    from jsonb_to_recordset(v_claimed) as c(delivery_id uuid, quiet_until timestamptz)
    where d.id = c.delivery_id;

    return query
    select c.msg_id, c.read_ct, jsonb_build_object('delivery_id', d.id), d.id, n.id, d.channel,
      w.subject, w.body, private.fill_in(k.path, n.data, l.locale), l.locale, a.address,
      case when s.id is not null then jsonb_build_object('endpoint', s.endpoint, 'p256dh', s.p256dh, 'auth', s.auth) end,
      case
        when d.channel <> 'email' then null
        when n.email is not null then private.sign_unsubscribe(private.hash_address(n.email) || '.all')
        when k.is_chosen then private.sign_unsubscribe(n.user_id || '.' || n.kind)
      end
    from jsonb_to_recordset(v_claimed) as c(msg_id bigint, read_ct integer, delivery_id uuid, quiet_until timestamptz)
    join public.notification_deliveries d on d.id = c.delivery_id
    join public.notifications n on n.id = d.notification_id
    join public.notification_kinds k on k.kind = n.kind
    left join public.profiles p on p.id = n.user_id
    left join public.clients about on about.id = n.client_id
    cross join lateral (select coalesce(p.locale, about.locale, 'en') as locale) l
    left join lateral private.whose_words(n.user_id, n.client_id) o on true
    cross join lateral private.words_of(n.kind, d.channel, l.locale, o.coach_id, o.team_id, n.data) w
    left join lateral (select * from private.address_of(d, n.email) limit 1) a on true
    left join public.push_subscriptions s on s.id = d.subscription_id
    where c.quiet_until is null;
    -- A worker that gets nothing takes the queue for empty, so what is set aside must not hide what waits behind it.
    exit when found;
  end loop;
end;
$$;

comment on function worker.claim_deliveries(integer, integer) is
  'Leases up to p_limit deliveries for p_lease_seconds, each with its words as plain text and where it goes. What is not to be sent is suppressed with the reason; what falls into quiet hours is set aside until their end. (msg_id, read_ct) is the lease.';
grant execute on function worker.claim_deliveries(integer, integer) to service_role;


create function worker.finish_deliveries(p_results jsonb)
returns setof bigint
language plpgsql
security definer -- writes deliveries, which no API role may
set search_path = ''
as $$
declare
  v_held    bigint[] := array(select private.held_messages('deliveries', p_results));
  v_settled jsonb;
begin
  select jsonb_agg(jsonb_build_object(
    'delivery_id', q.message ->> 'delivery_id', 'state', r.state, 'reason', r.reason, 'provider_id', r.provider_id
  )) into v_settled
  from jsonb_to_recordset(p_results) as r(msg_id bigint, state public.delivery_state, reason text, provider_id text)
  join pgmq.q_deliveries q on q.msg_id = r.msg_id
  where r.msg_id = any (v_held);

  delete from public.push_subscriptions s
  using public.notification_deliveries d, jsonb_to_recordset(v_settled) as r(delivery_id uuid, reason text)
  where d.id = r.delivery_id and r.reason = 'subscription_gone' and s.id = d.subscription_id;

  perform private.settle_deliveries(v_settled);
  perform private.archive_messages('deliveries', v_held);
  return query select unnest(v_held);
end;
$$;

comment on function worker.finish_deliveries(jsonb) is
  'Notes what became of deliveries and archives their messages, in one transaction. A browser that its push service no longer knows is forgotten. Takes [{msg_id, read_ct, state, reason, provider_id}]; returns the msg_ids that were still held.';
grant execute on function worker.finish_deliveries(jsonb) to service_role;


create function private.note_failed_deliveries(p_queue text, p_failures jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.notification_deliveries d set reason = f.reason
  from jsonb_to_recordset(p_failures) as f(message jsonb, reason text, is_held boolean, is_dead boolean)
  where f.is_held and not f.is_dead and d.id = (f.message ->> 'delivery_id')::uuid;

  perform private.settle_deliveries(jsonb_agg(jsonb_build_object(
    'delivery_id', f.message ->> 'delivery_id', 'state', 'failed', 'reason', f.reason
  )))
  from jsonb_to_recordset(p_failures) as f(message jsonb, reason text, is_held boolean, is_dead boolean)
  where f.is_held and f.is_dead
  having count(*) > 0;
end;
$$;

comment on function private.note_failed_deliveries(text, jsonb) is
  'Writes on deliveries why they did not succeed: queued again, or failed. The on_failed of the queue.';


create function private.deliveries_queue_health()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'dead', count(*), 'dead_last_day', count(*) filter (where d.settled_at > now() - interval '1 day'),
    'dead_remedy', 'public.notification_deliveries says by channel and reason what failed.'
  )
  from public.notification_deliveries d
  where d.state = 'failed'
$$;

comment on function private.deliveries_queue_health() is 'How many deliveries have failed for good.';
-- end of file: sql/notify/functions_queue.sql

-- file: sql/notify/functions_templates.sql
-- notify: a coach writes the words that their clients get, an owner or admin those for the clients of the team.

create function private.check_template(
  p_kind text, p_channel public.notification_channel, p_locale public.locale, p_subject text, p_body text
)
returns public.notification_kinds
language plpgsql
volatile -- refuses
set search_path = ''
as $$
declare
  v_kind    public.notification_kinds;
  v_unknown text;
begin
  if not private.am_coach() then
    perform private.refuse('PT403', 'only_coaches_write_templates', 'Only coaches write templates', 'Sign up as a coach with another e-mail.');
  end if;
  select * into v_kind from public.notification_kinds k where k.kind = p_kind and k.role is distinct from 'coach';
  if v_kind is null then
    perform private.refuse('PT404', 'no_such_kind', 'There is no such kind of notification', 'Give one of notification_kinds that clients get.');
  end if;
  if p_channel is null or p_locale is null then
    perform private.refuse('PT422', 'template_incomplete', 'A channel or a language is missing', 'Give channel and locale.');
  end if;
  if length(btrim(p_subject)) between 1 and 200 is not true or length(btrim(p_body)) between 1 and 4000 is not true then
    perform private.refuse('PT422', 'template_length', 'A template has a subject and a text', 'Give a subject of 1 to 200 characters and a text of 1 to 4000.');
  end if;
  select found.match[1] into v_unknown
  from regexp_matches(p_subject || ' ' || p_body, '\{\{\s*([^{}]*?)\s*\}\}', 'g') found (match)
  where found.match[1] <> all (v_kind.variables)
  limit 1;
  if v_unknown is not null then
    perform private.refuse(
      'PT422', 'unknown_variable', format('There is no variable %s', to_json(left(v_unknown, 60))),
      'Use the variables of the kind, written as {{name}}.',
      jsonb_build_object('variable', left(v_unknown, 60), 'variables', array_to_string(v_kind.variables, ', '))
    );
  end if;
  return v_kind;
end;
$$;

comment on function private.check_template(text, public.notification_channel, public.locale, text, text) is
  'Refuses a template that cannot be saved, an unknown variable with its name. Returns the kind.';


create function private.save_notification_template(
  p_kind text, p_channel public.notification_channel, p_locale public.locale, p_subject text, p_body text, p_for_team boolean
)
returns void
language plpgsql
security definer -- writes notification_templates, which no API role may
set search_path = ''
as $$
declare
  v_team uuid := case when p_for_team then private.lock_my_team('{owner, admin}') end;
begin
  perform private.check_template(p_kind, p_channel, p_locale, p_subject, p_body);
  insert into public.notification_templates (coach_id, team_id, kind, channel, locale, subject, body)
  values (case when v_team is null then auth.uid() end, v_team, p_kind, p_channel, p_locale, btrim(p_subject), btrim(p_body))
  on conflict on constraint notification_templates_key do update
    set subject = excluded.subject, body = excluded.body;
end;
$$;

comment on function private.save_notification_template(text, public.notification_channel, public.locale, text, text, boolean) is 'Body of public.save_notification_template.';
grant execute on function private.save_notification_template(text, public.notification_channel, public.locale, text, text, boolean) to authenticated;


create function public.save_notification_template(
  kind text, channel public.notification_channel, locale public.locale, subject text, body text, for_team boolean default false
)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.save_notification_template(kind, channel, locale, subject, body, for_team)
$$;

comment on function public.save_notification_template(text, public.notification_channel, public.locale, text, text, boolean) is
  'Has the caller''s clients get these words instead of the built-in ones, as plain text with the variables of the kind as {{name}}. for_team: the clients of the caller''s team get them, where their coach has written none. PT403 not a coach, or for the team neither its owner nor an admin, PT404 a kind that clients do not get, PT422 no subject, no text, or an unknown variable, which is named; PT409 the caller is in no team.';
grant execute on function public.save_notification_template(text, public.notification_channel, public.locale, text, text, boolean) to authenticated;


create function private.preview_notification_template(
  p_kind text, p_channel public.notification_channel, p_locale public.locale, p_subject text, p_body text
)
returns table (subject text, body text)
language plpgsql
volatile -- refuses
security definer -- its helpers are closed to API roles
set search_path = ''
as $$
declare
  v_kind public.notification_kinds := private.check_template(p_kind, p_channel, p_locale, p_subject, p_body);
begin
  return query
  select regexp_replace(private.fill_in(btrim(p_subject), v_kind.example, p_locale), '\s+', ' ', 'g'),
    private.fill_in(btrim(p_body), v_kind.example, p_locale);
end;
$$;

comment on function private.preview_notification_template(text, public.notification_channel, public.locale, text, text) is 'Body of public.preview_notification_template.';
grant execute on function private.preview_notification_template(text, public.notification_channel, public.locale, text, text) to authenticated;


create function public.preview_notification_template(
  kind text, channel public.notification_channel, locale public.locale, subject text, body text
)
returns table (subject text, body text)
language sql
volatile
set search_path = ''
as $$
  select * from private.preview_notification_template(kind, channel, locale, subject, body)
$$;

comment on function public.preview_notification_template(text, public.notification_channel, public.locale, text, text) is
  'What a template comes to with the example of its kind. Nothing is saved or sent. It refuses what save_notification_template refuses.';
grant execute on function public.preview_notification_template(text, public.notification_channel, public.locale, text, text) to authenticated;


create function private.reset_notification_template(
  p_kind text, p_channel public.notification_channel, p_locale public.locale, p_for_team boolean
)
returns void
language sql
volatile
security definer -- writes notification_templates, which no API role may
set search_path = ''
as $$
  delete from public.notification_templates t
  where case when p_for_team then t.team_id = any (private.my_managed_team_ids()) else t.coach_id = any (private.my_account_ids()) end
    and t.kind = p_kind and t.channel = p_channel and t.locale = p_locale
$$;

comment on function private.reset_notification_template(text, public.notification_channel, public.locale, boolean) is 'Body of public.reset_notification_template.';
grant execute on function private.reset_notification_template(text, public.notification_channel, public.locale, boolean) to authenticated;


create function public.reset_notification_template(
  kind text, channel public.notification_channel, locale public.locale, for_team boolean default false
)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.reset_notification_template(kind, channel, locale, for_team)
$$;

comment on function public.reset_notification_template(text, public.notification_channel, public.locale, boolean) is 'Deletes the caller''s own words of a kind, or with for_team those of the team that the caller owns or administers: clients get the next ones, those of the team or those that are built in.';
grant execute on function public.reset_notification_template(text, public.notification_channel, public.locale, boolean) to authenticated;
-- end of file: sql/notify/functions_templates.sql

-- file: sql/notify/functions_words.sql
-- notify: from a template to words.

create function private.shown(p_value jsonb, p_locale public.locale)
returns text
language sql
immutable
set search_path = ''
return case
  when p_value #>> '{}' ~ '^\d{4}-\d\d-\d\d$' then
    case p_locale when 'ru' then regexp_replace(p_value #>> '{}', '(\d+)-(\d+)-(\d+)', '\3.\2.\1') else p_value #>> '{}' end
  else coalesce(p_value #>> '{}', '')
end;

comment on function private.shown(jsonb, public.locale) is 'A value of data as people read it: a date in the form of their language.';


create function private.fill_in(p_text text, p_data jsonb, p_locale public.locale)
returns text
language sql
immutable
set search_path = ''
as $$
  -- The text is cut once, so a value that looks like a variable stays as it is.
  select string_agg(piece.text || private.shown(p_data -> name.name, p_locale), '' order by piece.n)
  from regexp_split_to_table(p_text, '\{\{\s*\w+\s*\}\}') with ordinality piece (text, n)
  left join (
    select found.match[1] as name, found.n from regexp_matches(p_text, '\{\{\s*(\w+)\s*\}\}', 'g') with ordinality found (match, n)
  ) name using (n)
$$;

comment on function private.fill_in(text, jsonb, public.locale) is 'A template with the values of its variables. The result is plain text; each channel escapes it.';


create function private.words_of(
  p_kind text, p_channel public.notification_channel, p_locale public.locale, p_coach_id uuid, p_team_id uuid, p_data jsonb
)
returns table (subject text, body text)
language sql
stable
set search_path = ''
as $$
  select regexp_replace(private.fill_in(t.subject, p_data, p_locale), '\s+', ' ', 'g'), private.fill_in(t.body, p_data, p_locale)
  from public.notification_templates t
  where t.kind = p_kind and t.locale = p_locale and t.channel in (p_channel, 'in_app')
    and (t.coach_id is null or t.coach_id = p_coach_id)
    and (t.team_id is null or t.team_id = p_team_id)
  order by t.channel = p_channel desc, t.coach_id is not null desc, t.team_id is not null desc
  limit 1
$$;

comment on function private.words_of(text, public.notification_channel, public.locale, uuid, uuid, jsonb) is
  'The words of a notification on a channel: those of the coach, else of the team, else the built-in ones; where a channel has none, those of in_app.';


create function private.whose_words(p_user_id uuid, p_client_id uuid)
returns table (coach_id uuid, team_id uuid)
language sql
stable
set search_path = ''
as $$
  select c.coach_id, c.team_id from public.clients c where c.id = p_client_id and (c.user_id = p_user_id or c.user_id is null)
$$;

comment on function private.whose_words(uuid, uuid) is 'The coach and the team whose words a recipient gets: of a client about themselves those of that client. No row for everybody else.';
-- end of file: sql/notify/functions_words.sql

-- file: sql/notify/triggers.sql
-- notify: what people is told about people.

create function private.notify_coaching_ended()
returns trigger
language plpgsql
security definer -- writes notifications, which no API role may
set search_path = ''
as $$
declare
  v_actor public.profile_role := private.my_role(old);
  v_cause text := 'coaching_ended ' || new.id || ' ' || old.coach_id || ' ' || txid_current();
begin
  -- What the coach was told about the client goes with the coaching. Whoever ended it knows.
  delete from public.notifications n where n.client_id = new.id and n.user_id = old.coach_id;
  if v_actor is distinct from 'client' then
    perform private.notify(
      new.user_id, 'coaching_ended',
      jsonb_build_object('name', coalesce((select nullif(p.full_name, '') from public.profiles p where p.id = old.coach_id), '–')),
      v_cause, p_client_id => new.id
    );
  end if;
  if v_actor is distinct from 'coach' then
    perform private.notify(old.coach_id, 'coaching_ended', jsonb_build_object('name', new.name), v_cause, p_client_id => new.id);
  end if;
  return null;
end;
$$;

comment on function private.notify_coaching_ended() is 'Tells coach and client that the coaching has ended, except whoever ended it, and deletes what the coach was told about the client.';

create trigger notify_coaching_ended
  after update of coach_id on public.clients
  for each row when (old.coach_id is not null and old.coach_id is distinct from new.coach_id)
  execute function private.notify_coaching_ended();
-- end of file: sql/notify/triggers.sql

-- file: sql/notify/triggers_announce.sql
-- notify: tells the screens of a person that there is something new for them, or that they have read it elsewhere.

create function private.announce_notifications()
returns trigger
language plpgsql
security definer -- writes messages, which no API role may
set search_path = ''
as $$
begin
  perform private.announce_to('notifications', array(select distinct c.user_id from changed c where c.is_due and c.in_app));
  return null;
end;
$$;

comment on function private.announce_notifications() is 'Announces notifications that are shown in the app.';

create trigger announce_added after insert on public.notifications
  referencing new table as changed for each statement execute function private.announce_notifications();
create trigger announce_changed after update on public.notifications
  referencing new table as changed for each statement execute function private.announce_notifications();
-- end of file: sql/notify/triggers_announce.sql

-- file: sql/notify/policies.sql
-- notify: who may read what. Only functions write.

create policy "People read what kinds of notifications there are" on public.notification_kinds
  for select to authenticated
  using (true);

create policy "People read their notifications" on public.notifications
  for select to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "People read words that are built in, coaches theirs and those of the team" on public.notification_templates
  for select to authenticated
  using (
    (coach_id is null and team_id is null)
    or coach_id = any ((select private.my_account_ids())::uuid[])
    or (team_id = any ((select private.my_team_ids())::uuid[]) and (select private.am_coach()))
  );

create policy "People read what they want to be told" on public.notification_preferences
  for select to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "People read where they are reached" on public.notification_addresses
  for select to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "People read in which browsers they get notifications" on public.push_subscriptions
  for select to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "People read how they were told, coaches how their clients were" on public.notification_deliveries
  for select to authenticated
  using (
    user_id = any ((select private.my_account_ids())::uuid[])
    or client_id = any ((select private.my_coached_client_ids())::uuid[])
  );

create policy "People read their quiet hours" on public.notification_hours
  for select to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "Nobody reads refused addresses through the API" on private.refused_addresses
  for select to authenticated
  using (false);

create policy "Nobody reads the codes of phone numbers through the API" on private.address_codes
  for select to authenticated
  using (false);
-- end of file: sql/notify/policies.sql

-- file: sql/notify/jobs.sql
-- notify: scheduled jobs. Idempotent.

select private.add_job(
  'release notifications', '* * * * *', 'select private.release_notifications()', 'nobody is reminded of anything', true
);

select private.add_job(
  'forget old notifications', '47 3 * * *',
  $$delete from public.notifications where created_at < now() - interval '1 year'$$, 'notifications pile up'
);
-- end of file: sql/notify/jobs.sql
