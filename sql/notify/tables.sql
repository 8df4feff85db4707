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
