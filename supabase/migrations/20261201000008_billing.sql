-- billing: the baseline, in the words of sql/billing.

-- file: sql/billing/tables.sql
-- billing: what coaches sell and at which price. Money is a whole number of minor units beside its currency.

create type public.package_kind as enum ('one_time', 'subscription', 'per_session', 'per_program');
create type public.billing_interval as enum ('week', 'month', 'year');


create table public.currencies (
  code   text primary key check (code ~ '^[A-Z]{3}$'),
  digits smallint not null check (digits between 0 and 3)
);

comment on table public.currencies is 'Currencies in which prices may be given.';
comment on column public.currencies.code is 'As in ISO 4217.';
comment on column public.currencies.digits is 'How many of the last digits of an amount are minor units: 2 for EUR, 0 for JPY.';

alter table public.currencies enable row level security;
grant select on public.currencies to authenticated, service_role;


create table public.packages (
  id                  uuid primary key default gen_random_uuid(),
  coach_id            uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  name                text not null check (length(btrim(name)) between 1 and 120),
  description         text not null default '' check (length(description) <= 2000),
  kind                public.package_kind not null,
  amount              bigint not null check (amount between 1 and 99999999),
  currency            text not null references public.currencies (code),
  billing_interval    public.billing_interval,
  interval_count      smallint check (interval_count between 1 and 12),
  trial_days          smallint not null default 0 check (trial_days between 0 and 365),
  sessions            smallint check (sessions between 1 and 1000),
  sessions_valid_days smallint check (sessions_valid_days between 1 and 3650),
  template_id         uuid references public.program_templates (id) on delete set null,
  access_days         smallint check (access_days between 1 and 3650),
  places              integer check (places between 1 and 100000),
  archived_at         timestamptz,
  version             integer not null default 1,
  created_at          timestamptz not null default now(),

  constraint packages_renew_if_subscriptions check (
    case kind when 'subscription' then num_nonnulls(billing_interval, interval_count) = 2
    else num_nonnulls(billing_interval, interval_count) = 0 and trial_days = 0 end
  ),
  constraint packages_expire_with_sessions check (sessions is not null or sessions_valid_days is null),
  constraint packages_per_session_have_some check (kind <> 'per_session' or sessions is not null)
);

comment on table public.packages is 'What a coach sells. What is bought keeps the price and the promise of that moment; a later change is for later buyers.';
comment on column public.packages.amount is 'The price in minor units of the currency, tax included; of a subscription, for each period.';
comment on column public.packages.interval_count is 'A period is this many intervals.';
comment on column public.packages.sessions is 'How many credits it grants, with each payment.';
comment on column public.packages.sessions_valid_days is 'After how many days its credits expire; null: never.';
comment on column public.packages.template_id is 'The programme that it is for. Null once the template is gone.';
comment on column public.packages.access_days is 'How many days of access it grants; a subscription grants its period.';
comment on column public.packages.places is 'How many clients may have it; null: any number.';
comment on column public.packages.archived_at is 'Since when it is sold no more; null: it is. The time is the server''s, whatever is sent.';
comment on column public.packages.version is 'As in clients.';

create index packages_coach_id_idx on public.packages (coach_id, id);
create index packages_currency_idx on public.packages (currency);
create index packages_template_id_idx on public.packages (template_id);

alter table public.packages enable row level security;
grant select,
  insert (name, description, kind, amount, currency, billing_interval, interval_count, trial_days, sessions, sessions_valid_days, template_id, access_days, places),
  update (name, description, amount, currency, billing_interval, interval_count, trial_days, sessions, sessions_valid_days, template_id, access_days, places, archived_at, version)
  on public.packages to authenticated;
grant select on public.packages to service_role;


create table public.discount_codes (
  id          uuid primary key default gen_random_uuid(),
  coach_id    uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  code        text not null check (code ~ '^[0-9A-ZА-ЯЁ_-]{3,30}$'),
  percent_off smallint check (percent_off between 1 and 99),
  amount_off  bigint check (amount_off between 1 and 99999999),
  currency    text references public.currencies (code),
  package_id  uuid references public.packages (id) on delete cascade,
  max_uses    integer check (max_uses > 0),
  valid_until timestamptz,
  archived_at timestamptz,
  version     integer not null default 1,
  created_at  timestamptz not null default now(),

  constraint discount_codes_coach_id_code_key unique (coach_id, code),
  constraint discount_codes_lower_one_way check (num_nonnulls(percent_off, amount_off) = 1 and (amount_off is null) = (currency is null))
);

comment on table public.discount_codes is 'Codes that lower the price of a coach''s packages; of a subscription, with every payment.';
comment on column public.discount_codes.code is 'Stored in upper case.';
comment on column public.discount_codes.package_id is 'The only package it is for; null: all of the coach.';
comment on column public.discount_codes.max_uses is 'How many payments it may lower, those under way included.';
comment on column public.discount_codes.archived_at is 'As in packages.';
comment on column public.discount_codes.version is 'As in clients.';

create index discount_codes_currency_idx on public.discount_codes (currency);
create index discount_codes_package_id_idx on public.discount_codes (package_id);

alter table public.discount_codes enable row level security;
grant select, insert (code, percent_off, amount_off, currency, package_id, max_uses, valid_until), update (max_uses, valid_until, archived_at, version) on public.discount_codes to authenticated;
grant select on public.discount_codes to service_role;


create table public.seller_details (
  coach_id    uuid primary key default auth.uid() references public.profiles (id) on delete cascade,
  name        text not null default '' check (length(name) <= 200),
  address     text not null default '' check (length(address) <= 500),
  tax_id      text not null default '' check (length(tax_id) <= 60),
  tax_percent numeric(5, 2) not null default 0 check (tax_percent between 0 and 50),
  due_days    smallint not null default 7 check (due_days between 0 and 90),
  note        text not null default '' check (length(note) <= 1000),
  version     integer not null default 1
);

comment on table public.seller_details is 'What stands on a coach''s invoices. Without a row, the name of the account and no tax.';
comment on column public.seller_details.tax_percent is 'The tax that prices include.';
comment on column public.seller_details.due_days is 'How long an invoice may stay unpaid, unless it says so itself.';
comment on column public.seller_details.note is 'Stands at the end of each invoice: an account for transfers, a rule of the law.';
comment on column public.seller_details.version is 'As in clients.';

alter table public.seller_details enable row level security;
grant select, insert (name, address, tax_id, tax_percent, due_days, note), update (name, address, tax_id, tax_percent, due_days, note, version) on public.seller_details to authenticated;
grant select on public.seller_details to service_role;
-- end of file: sql/billing/tables.sql

-- file: sql/billing/tables_ledger.sql
-- billing: subscriptions of clients, invoices, payments, refunds; what they grant.

create type public.payment_status as enum ('pending', 'completed', 'failed', 'refunded', 'partially_refunded');
create type public.payment_method as enum ('stripe', 'cash', 'transfer', 'telegram_stars');
create type public.refund_status as enum ('pending', 'completed', 'failed');
create type public.invoice_status as enum ('draft', 'open', 'paid', 'void', 'uncollectible');
create type public.invoice_kind as enum ('invoice', 'credit_note');
create type public.subscription_status as enum ('trialing', 'active', 'past_due', 'paused', 'cancelled');
create type public.subscription_tier as enum ('free', 'pro', 'business');
create type public.credit_kind as enum ('granted', 'spent', 'returned', 'expired', 'revoked');


create table public.client_subscriptions (
  id                   uuid primary key default gen_random_uuid(),
  client_id            uuid not null references public.clients (id) on delete cascade,
  coach_id             uuid not null references public.profiles (id) on delete cascade,
  package_id           uuid not null references public.packages (id) on delete cascade,
  status               public.subscription_status not null,
  amount               bigint not null check (amount >= 0),
  currency             text not null references public.currencies (code),
  billing_interval     public.billing_interval not null,
  interval_count       smallint not null,
  grants               jsonb not null default '{}',
  method               public.payment_method not null,
  provider_id          text unique,
  current_period_start timestamptz not null,
  current_period_end   timestamptz not null,
  cancel_at_period_end boolean not null default false,
  requested            text,
  started_at           timestamptz not null default now(),
  ended_at             timestamptz,
  created_at           timestamptz not null default now(),

  constraint client_subscriptions_end_after_start check (current_period_end >= current_period_start),
  constraint client_subscriptions_cancelled_at check ((status = 'cancelled') = (ended_at is not null))
);

comment on table public.client_subscriptions is 'Packages that a client pays for again and again. Of those at a provider this is a copy of what the provider says.';
comment on column public.client_subscriptions.grants is 'What each payment grants: sessions, sessions_valid_days.';
comment on column public.client_subscriptions.provider_id is 'The subscription at the provider; null for one that is paid in cash or by transfer.';
comment on column public.client_subscriptions.requested is 'What was asked of the provider and is not confirmed yet; null: nothing.';

create unique index client_subscriptions_one_at_a_time on public.client_subscriptions (client_id, package_id) where (status <> 'cancelled');
create index client_subscriptions_client_id_idx on public.client_subscriptions (client_id);
create index client_subscriptions_coach_id_idx on public.client_subscriptions (coach_id);
create index client_subscriptions_package_id_idx on public.client_subscriptions (package_id);
create index client_subscriptions_currency_idx on public.client_subscriptions (currency);
create index client_subscriptions_due_idx on public.client_subscriptions (current_period_end) where (status <> 'cancelled');

alter table public.client_subscriptions enable row level security;
grant select (id, client_id, coach_id, package_id, status, amount, currency, billing_interval, interval_count, method, current_period_start, current_period_end, cancel_at_period_end, requested, started_at, ended_at, created_at) on public.client_subscriptions to authenticated;
grant select on public.client_subscriptions to service_role;


create table public.invoices (
  id              uuid primary key,
  client_id       uuid not null references public.clients (id) on delete cascade,
  coach_id        uuid not null references public.profiles (id) on delete cascade,
  kind            public.invoice_kind not null default 'invoice',
  corrects        uuid references public.invoices (id) on delete cascade,
  subscription_id uuid references public.client_subscriptions (id) on delete cascade,
  period_start    timestamptz,
  year            smallint,
  number          integer,
  label           text generated always as (year || '-' || lpad(number::text, greatest(4, length(number::text)), '0')) stored,
  status          public.invoice_status not null default 'draft',
  currency        text not null references public.currencies (code),
  total           bigint not null default 0 check (total >= 0),
  tax             bigint not null default 0 check (tax between 0 and total),
  seller          jsonb,
  buyer           jsonb,
  locale          public.locale not null,
  note            text not null default '' check (length(note) <= 1000),
  issued_at       timestamptz,
  due_on          date,
  paid_at         timestamptz,
  pdf_path        text,
  pdf_sha256      text check (pdf_sha256 ~ '^[0-9a-f]{64}$'),
  created_at      timestamptz not null default now(),

  constraint invoices_number_key unique (coach_id, year, number),
  constraint invoices_period_key unique (subscription_id, period_start),
  constraint invoices_final_are_whole check ((status = 'draft') = (num_nulls(year, number, seller, buyer, issued_at, due_on) > 0)),
  constraint invoices_correct_something check ((kind = 'credit_note') = (corrects is not null)),
  constraint invoices_files_have_a_hash check ((pdf_path is null) = (pdf_sha256 is null))
);

comment on table public.invoices is 'Invoices and credit notes. From the moment that it has a number, nothing of what it says changes: a credit note corrects it.';
comment on column public.invoices.id is 'Chosen by the sender; a retry with the same one is the same invoice.';
comment on column public.invoices.corrects is 'The invoice that a credit note is about.';
comment on column public.invoices.period_start is 'The period of the subscription that it is for, one invoice each.';
comment on column public.invoices.number is 'Its place among those of the coach and the year: 1, 2, 3 ... without holes. Null for a draft.';
comment on column public.invoices.total is 'In minor units, tax included.';
comment on column public.invoices.tax is 'How much of the total is tax.';
comment on column public.invoices.seller is 'Name, address and tax_id as they were.';
comment on column public.invoices.buyer is 'Name and e-mail as they were.';
comment on column public.invoices.due_on is 'The last day on which it is not overdue.';
comment on column public.invoices.pdf_path is 'In the bucket invoices: <client_id>/<invoice_id>.pdf. Null until the file is made, once.';

create index invoices_client_id_idx on public.invoices (client_id, issued_at desc);
create index invoices_corrects_idx on public.invoices (corrects);
create index invoices_currency_idx on public.invoices (currency);
create index invoices_issued_at_idx on public.invoices (coach_id, issued_at);
create index invoices_open_idx on public.invoices (due_on) where (status = 'open');

alter table public.invoices enable row level security;
grant select on public.invoices to authenticated, service_role;


create table public.invoice_items (
  invoice_id  uuid not null references public.invoices (id) on delete cascade,
  position    smallint not null check (position > 0),
  client_id   uuid not null references public.clients (id) on delete cascade,
  package_id  uuid references public.packages (id) on delete set null,
  description text not null check (length(description) between 1 and 300),
  quantity    smallint not null check (quantity between 1 and 1000),
  unit_amount bigint not null check (unit_amount between 0 and 99999999),
  amount      bigint not null generated always as (quantity * unit_amount) stored,
  tax_percent numeric(5, 2) not null,
  tax         bigint not null generated always as (round(quantity * unit_amount * tax_percent / (100 + tax_percent))) stored,
  grants      jsonb not null default '{}',

  primary key (invoice_id, position)
);

comment on table public.invoice_items is 'The lines of invoices, with price and tax as they were.';
comment on column public.invoice_items.grants is 'What it grants once the invoice is paid: sessions, sessions_valid_days, access_days, template_id, and of a subscription billing_interval and interval_count.';

create index invoice_items_client_id_idx on public.invoice_items (client_id);
create index invoice_items_package_id_idx on public.invoice_items (package_id);

alter table public.invoice_items enable row level security;
grant select on public.invoice_items to authenticated, service_role;


create table public.payments (
  id                  uuid primary key,
  client_id           uuid references public.clients (id) on delete cascade,
  coach_id            uuid references public.profiles (id) on delete cascade,
  payer_id            uuid references public.profiles (id) on delete cascade,
  package_id          uuid references public.packages (id) on delete cascade,
  invoice_id          uuid references public.invoices (id) on delete cascade,
  subscription_id     uuid references public.client_subscriptions (id) on delete cascade,
  discount_code_id    uuid references public.discount_codes (id) on delete set null,
  tier                public.subscription_tier,
  description         text not null check (length(description) between 1 and 300),
  amount              bigint not null check (amount >= 0),
  refunded            bigint not null default 0 check (refunded between 0 and amount),
  currency            text not null references public.currencies (code),
  method              public.payment_method not null,
  status              public.payment_status not null default 'pending',
  failure             text,
  note                text not null default '' check (length(note) <= 1000),
  grants              jsonb not null default '{}',
  checkout_id         text unique,
  checkout_url        text,
  intent_id           text unique,
  provider_invoice_id text unique,
  paid_at             timestamptz,
  created_at          timestamptz not null default now(),

  constraint payments_are_for_somebody check (case when tier is null then num_nonnulls(client_id, coach_id) = 2 else payer_id is not null and client_id is null end),
  constraint payments_completed_at check ((status in ('pending', 'failed')) = (paid_at is null))
);

comment on table public.payments is 'Money that was asked for, received and given back. A row is there before anybody is asked to pay.';
comment on column public.payments.id is 'Chosen by the sender; a retry with the same one is the same payment.';
comment on column public.payments.coach_id is 'Who is paid; null: we are, for the tier of a coach.';
comment on column public.payments.payer_id is 'The account that pays, if one does.';
comment on column public.payments.invoice_id is 'What it settles. A package that is bought online has its invoice once it is paid.';
comment on column public.payments.tier is 'The tier of a coach that it is for; null: a client pays a coach.';
comment on column public.payments.refunded is 'The sum of its completed refunds.';
comment on column public.payments.failure is 'A stable code that says why it failed.';
comment on column public.payments.grants is 'As in invoice_items, as promised when it was asked for.';
comment on column public.payments.checkout_id is 'The page of the provider on which it is paid.';
comment on column public.payments.intent_id is 'How the provider calls the money.';
comment on column public.payments.provider_invoice_id is 'The invoice of the provider''s subscription, one for each period.';

create unique index payments_one_pending on public.payments (client_id, package_id) where (status = 'pending' and package_id is not null and subscription_id is null and method = 'stripe');
create unique index payments_one_pending_invoice on public.payments (invoice_id) where (status = 'pending' and method = 'stripe');
create unique index payments_one_pending_tier on public.payments (payer_id) where (status = 'pending' and tier is not null);
create index payments_client_id_paid_at_idx on public.payments (client_id, paid_at desc);
create index payments_coach_id_paid_at_idx on public.payments (coach_id, paid_at) include (amount, currency);
create index payments_status_idx on public.payments (created_at) where (status = 'pending');
create index payments_payer_id_idx on public.payments (payer_id);
create index payments_package_id_idx on public.payments (package_id);
create index payments_invoice_id_idx on public.payments (invoice_id);
create index payments_subscription_id_idx on public.payments (subscription_id);
create index payments_discount_code_id_idx on public.payments (discount_code_id);
create index payments_currency_idx on public.payments (currency);

alter table public.payments enable row level security;
grant select (id, client_id, coach_id, payer_id, package_id, invoice_id, subscription_id, tier, description, amount, refunded, currency, method, status, failure, note, paid_at, created_at) on public.payments to authenticated;
grant select on public.payments to service_role;


create table public.refunds (
  id           uuid primary key,
  payment_id   uuid not null references public.payments (id) on delete cascade,
  client_id    uuid references public.clients (id) on delete cascade,
  coach_id     uuid references public.profiles (id) on delete cascade,
  amount       bigint not null check (amount > 0),
  currency     text not null references public.currencies (code),
  reason       text not null default '' check (length(reason) <= 500),
  status       public.refund_status not null default 'pending',
  failure      text,
  provider_id  text unique,
  created_at   timestamptz not null default now(),
  completed_at timestamptz,

  constraint refunds_completed_at check ((status = 'completed') = (completed_at is not null))
);

comment on table public.refunds is 'Money that is given back. The row is there before the provider is asked, so that nothing is given back twice.';
comment on column public.refunds.id is 'Chosen by the sender; a retry with the same one is the same refund.';

create index refunds_payment_id_idx on public.refunds (payment_id);
create index refunds_client_id_idx on public.refunds (client_id);
create index refunds_coach_id_idx on public.refunds (coach_id, completed_at);
create index refunds_currency_idx on public.refunds (currency);

alter table public.refunds enable row level security;
grant select (id, payment_id, client_id, coach_id, amount, currency, reason, status, failure, created_at, completed_at) on public.refunds to authenticated;
grant select on public.refunds to service_role;


create table public.erased_invoices (
  coach_id     uuid not null references public.profiles (id) on delete cascade,
  year         smallint not null,
  number       integer not null,
  kind         public.invoice_kind not null,
  currency     text not null references public.currencies (code),
  total        bigint not null,
  tax          bigint not null,
  received     bigint not null,
  refunded     bigint not null,
  issued_at    timestamptz not null,
  provider_ids text[] not null,

  primary key (coach_id, year, number)
);

comment on table public.erased_invoices is 'The sums of invoices whose client was erased, so that numbers have no holes and the books still add up. Nothing in it says who the client was.';
comment on column public.erased_invoices.provider_ids is 'How the provider calls the money, for reconcile.';

create index erased_invoices_currency_idx on public.erased_invoices (currency);

alter table public.erased_invoices enable row level security;
grant select (coach_id, year, number, kind, currency, total, tax, received, refunded, issued_at) on public.erased_invoices to authenticated;
grant select on public.erased_invoices to service_role;


create table public.credit_lots (
  id         uuid primary key default gen_random_uuid(),
  client_id  uuid not null references public.clients (id) on delete cascade,
  coach_id   uuid not null references public.profiles (id) on delete cascade,
  invoice_id uuid references public.invoices (id) on delete cascade,
  position   smallint,
  request_id uuid unique,
  granted    smallint not null check (granted between 1 and 10000),
  expires_at timestamptz,
  note       text not null default '' check (length(note) <= 500),
  created_at timestamptz not null default now(),

  constraint credit_lots_granted_once unique (invoice_id, position)
);

comment on table public.credit_lots is 'Credits that were granted together and expire together. What is left of one is the sum of its entries in credits.';
comment on column public.credit_lots.invoice_id is 'The invoice that paid for them, and the position on it; null: given by the coach.';
comment on column public.credit_lots.request_id is 'Of those that the coach gives: a retry with the same one gives nothing again.';

create index credit_lots_client_id_idx on public.credit_lots (client_id, coach_id, expires_at);
create index credit_lots_coach_id_idx on public.credit_lots (coach_id);
create index credit_lots_expires_at_idx on public.credit_lots (expires_at);

alter table public.credit_lots enable row level security;
grant select (id, client_id, coach_id, invoice_id, granted, expires_at, note, created_at) on public.credit_lots to authenticated;
grant select on public.credit_lots to service_role;


create table public.credits (
  id         bigint primary key generated always as identity,
  lot_id     uuid not null references public.credit_lots (id) on delete cascade,
  client_id  uuid not null references public.clients (id) on delete cascade,
  coach_id   uuid not null references public.profiles (id) on delete cascade,
  kind       public.credit_kind not null,
  delta      smallint not null,
  cause      text not null check (length(cause) between 1 and 200),
  note       text not null default '' check (length(note) <= 500),
  created_at timestamptz not null default now(),

  constraint credits_once_a_cause unique (lot_id, kind, cause),
  constraint credits_have_a_direction check (case when kind in ('granted', 'returned') then delta > 0 else delta < 0 end)
);

comment on table public.credits is 'The ledger of credits. Rows are only added; a balance is the sum of delta.';
comment on column public.credits.cause is 'What spent or gave them. The same cause counts once for each lot.';

create index credits_client_id_idx on public.credits (client_id, id desc);
create index credits_coach_id_idx on public.credits (coach_id);

alter table public.credits enable row level security;
grant select on public.credits to authenticated, service_role;


create table public.access_grants (
  id              uuid primary key default gen_random_uuid(),
  client_id       uuid not null references public.clients (id) on delete cascade,
  coach_id        uuid not null references public.profiles (id) on delete cascade,
  package_id      uuid references public.packages (id) on delete set null,
  invoice_id      uuid references public.invoices (id) on delete cascade,
  position        smallint,
  subscription_id uuid unique references public.client_subscriptions (id) on delete cascade,
  starts_at       timestamptz not null default now(),
  ends_at         timestamptz not null,
  suspended_at    timestamptz,
  created_at      timestamptz not null default now(),

  constraint access_grants_granted_once unique (invoice_id, position),
  constraint access_grants_end_after_start check (ends_at >= starts_at)
);

comment on table public.access_grants is 'From when until when a client may use what a package opens. private.has_access asks it.';
comment on column public.access_grants.subscription_id is 'The subscription whose period it follows; null: days that were bought.';
comment on column public.access_grants.suspended_at is 'Since when it rests because of an overdue invoice; null: it does not.';

create index access_grants_client_id_idx on public.access_grants (client_id, ends_at desc);
create index access_grants_coach_id_idx on public.access_grants (coach_id);
create index access_grants_package_id_idx on public.access_grants (package_id);

alter table public.access_grants enable row level security;
grant select (id, client_id, coach_id, package_id, invoice_id, subscription_id, starts_at, ends_at, suspended_at, created_at) on public.access_grants to authenticated;
grant select on public.access_grants to service_role;


create table private.invoice_counters (
  coach_id uuid not null references public.profiles (id) on delete cascade,
  year     smallint not null,
  last     integer not null,

  primary key (coach_id, year)
);

comment on table private.invoice_counters is 'The last number that a coach has given in a year. The row is locked until the invoice is there, so that no number is lost.';

alter table private.invoice_counters enable row level security;


create table public.dunning_steps (
  day      smallint primary key check (day >= 0),
  kind     text not null references public.notification_kinds (kind),
  suspends boolean not null default false
);

comment on table public.dunning_steps is 'What a client is told so many days after an invoice was due, and what suspends access. Each step comes at least three days after the one before it.';

create index dunning_steps_kind_idx on public.dunning_steps (kind);

alter table public.dunning_steps enable row level security;
grant select on public.dunning_steps to authenticated, service_role;


create table private.reminders (
  invoice_id uuid not null references public.invoices (id) on delete cascade,
  day        smallint not null,
  client_id  uuid not null references public.clients (id) on delete cascade,
  sent_at    timestamptz not null default now(),

  primary key (invoice_id, day)
);

comment on table private.reminders is 'Which steps of dunning_steps an invoice has had.';

create index reminders_client_id_idx on private.reminders (client_id);

alter table private.reminders enable row level security;
-- end of file: sql/billing/tables_ledger.sql

-- file: sql/billing/tables_provider.sql
-- billing: the coach's own tier, and what was heard of payment providers.

create table public.tiers (
  tier             public.subscription_tier primary key,
  amount           bigint not null check (amount >= 0),
  currency         text not null references public.currencies (code),
  billing_interval public.billing_interval not null,
  clients          integer,
  ai_calls_a_day   integer,
  team_seats       integer,
  automations      integer
);

comment on table public.tiers is 'What the tiers cost and allow. A limit that is null is no limit. A migration adds missing rows and never changes existing ones.';
comment on column public.tiers.clients is 'Clients who are not archived.';
comment on column public.tiers.ai_calls_a_day is 'Calls to a model for all clients of the coach together.';
comment on column public.tiers.team_seats is 'Members and open invites of the team that the coach owns.';
comment on column public.tiers.automations is 'Automated messages that are on.';

create index tiers_currency_idx on public.tiers (currency);

alter table public.tiers enable row level security;
grant select on public.tiers to authenticated, service_role;


create table private.tier_counts (
  name   text primary key,
  counts text not null
);

comment on table private.tier_counts is 'What later domains count for the limits of tiers: the function of private that does, given the id of the coach.';

alter table private.tier_counts enable row level security;


create table public.subscriptions (
  account_id           uuid primary key references public.profiles (id) on delete cascade,
  tier                 public.subscription_tier not null check (tier <> 'free'),
  status               public.subscription_status not null,
  method               public.payment_method not null,
  provider_id          text unique,
  current_period_end   timestamptz not null,
  cancel_at_period_end boolean not null default false,
  requested            text,
  created_at           timestamptz not null default now()
);

comment on table public.subscriptions is 'The tier that a coach pays us for. Without a row, or once it is cancelled, the coach has the trial or the free tier.';
comment on column public.subscriptions.requested is 'As in client_subscriptions.';

alter table public.subscriptions enable row level security;
grant select (account_id, tier, status, method, current_period_end, cancel_at_period_end, requested, created_at) on public.subscriptions to authenticated;
grant select on public.subscriptions to service_role;


create table private.payment_events (
  provider    text not null,
  event_id    text not null check (length(event_id) between 1 and 200),
  type        text not null,
  object_id   text not null,
  received_at timestamptz not null default now(),

  primary key (provider, event_id)
);

comment on table private.payment_events is 'The events of providers that were applied. A row and its effect are one transaction, so that each event has its effect once.';

create index payment_events_received_at_idx on private.payment_events (received_at);

alter table private.payment_events enable row level security;


create table private.provider_objects (
  object_id text primary key,
  revision  integer not null default 0
);

comment on table private.provider_objects is 'How often what a provider says of a subscription was stored. Whoever asks the provider reads it before, and stores only if it is still the same: an old answer never follows a newer one.';

alter table private.provider_objects enable row level security;


create table private.provider_customers (
  account_id  uuid primary key references public.profiles (id) on delete cascade,
  customer_id text not null unique
);

comment on table private.provider_customers is 'How Stripe calls an account that has paid.';

alter table private.provider_customers enable row level security;


create table private.billing_moves (
  machine text not null,
  "from"  text not null,
  "to"    text not null,

  primary key (machine, "from", "to")
);

comment on table private.billing_moves is 'Which state may follow which, for each table of billing that has states.';

alter table private.billing_moves enable row level security;
-- end of file: sql/billing/tables_provider.sql

-- file: sql/billing/settings.sql
-- billing: currencies, tiers, allowed moves, reminders, the queue, the bucket, and what people are told. Idempotent, because it is applied again whenever it changes.

insert into public.currencies (code, digits) values
  ('AED', 2), ('AMD', 2), ('ARS', 2), ('AUD', 2), ('AZN', 2), ('BDT', 2), ('BGN', 2), ('BHD', 3), ('BRL', 2), ('BYN', 2), ('CAD', 2), ('CHF', 2),
  ('CLP', 0), ('CNY', 2), ('COP', 2), ('CZK', 2), ('DKK', 2), ('EGP', 2), ('EUR', 2), ('GBP', 2), ('GEL', 2), ('HKD', 2), ('HUF', 2), ('IDR', 2),
  ('ILS', 2), ('INR', 2), ('JPY', 0), ('KGS', 2), ('KRW', 0), ('KWD', 3), ('KZT', 2), ('MAD', 2), ('MDL', 2), ('MXN', 2), ('MYR', 2), ('NOK', 2),
  ('NZD', 2), ('OMR', 3), ('PHP', 2), ('PLN', 2), ('RON', 2), ('RSD', 2), ('RUB', 2), ('SAR', 2), ('SEK', 2), ('SGD', 2), ('THB', 2), ('TJS', 2),
  ('TND', 3), ('TRY', 2), ('TWD', 2), ('UAH', 2), ('USD', 2), ('UZS', 2), ('VND', 0), ('ZAR', 2), ('XTR', 0)
on conflict (code) do update set digits = excluded.digits;

insert into public.tiers (tier, amount, currency, billing_interval, clients, ai_calls_a_day, team_seats, automations) values
  ('free', 0, 'EUR', 'month', 5, 20, 1, 2),
  ('pro', 2900, 'EUR', 'month', 50, 500, 3, 20),
  ('business', 7900, 'EUR', 'month', null, null, null, null)
on conflict (tier) do nothing;

-- How long after signing up a coach has the tier business for nothing.
insert into private.settings (name, value) values ('tier_trial_days', 30) on conflict (name) do nothing;

insert into private.billing_moves (machine, "from", "to") values
  ('payments', 'pending', 'completed'), ('payments', 'pending', 'failed'),
  ('payments', 'failed', 'completed'), -- a card that was declined and then accepted
  ('payments', 'completed', 'partially_refunded'), ('payments', 'completed', 'refunded'), ('payments', 'partially_refunded', 'refunded'),
  ('payments', 'partially_refunded', 'completed'), ('payments', 'refunded', 'partially_refunded'), ('payments', 'refunded', 'completed'), -- a refund that the bank sends back
  ('refunds', 'pending', 'completed'), ('refunds', 'pending', 'failed'), ('refunds', 'completed', 'failed'),
  ('invoices', 'draft', 'open'), ('invoices', 'open', 'paid'), ('invoices', 'open', 'void'), ('invoices', 'open', 'uncollectible'),
  ('invoices', 'uncollectible', 'paid'),
  ('client_subscriptions', 'trialing', 'active'), ('client_subscriptions', 'trialing', 'past_due'), ('client_subscriptions', 'trialing', 'paused'),
  ('client_subscriptions', 'trialing', 'cancelled'), ('client_subscriptions', 'active', 'past_due'), ('client_subscriptions', 'active', 'paused'),
  ('client_subscriptions', 'active', 'cancelled'), ('client_subscriptions', 'past_due', 'active'), ('client_subscriptions', 'past_due', 'paused'),
  ('client_subscriptions', 'past_due', 'cancelled'), ('client_subscriptions', 'paused', 'active'), ('client_subscriptions', 'paused', 'past_due'),
  ('client_subscriptions', 'paused', 'cancelled')
on conflict do nothing;

select private.add_queue('payment_tasks', p_wakes => 'payment_tasks', p_attempts => 20, p_patience => '1 hour', p_on_failed => 'note_failed_payment_tasks');

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('invoices', 'invoices', false, 5242880, array['application/pdf'])
on conflict (id) do update
  set public = excluded.public, file_size_limit = excluded.file_size_limit, allowed_mime_types = excluded.allowed_mime_types;


select private.add_notification_kind('payment_completed', '{"en": "A payment of mine has arrived", "ru": "Мой платёж получен"}',
  'client', '{in_app, email}', '/billing', '{"name": "10 sessions", "amount": "150.00 EUR"}');
select private.add_notification_words('payment_completed', 'en', 'Paid: {{name}}', 'We have received {{amount}}.');
select private.add_notification_words('payment_completed', 'ru', 'Оплачено: {{name}}', 'Мы получили {{amount}}.');

select private.add_notification_kind('package_sold', '{"en": "Somebody has paid", "ru": "Поступила оплата"}',
  'coach', '{in_app, email}', '/billing/payments', '{"name": "Anna", "package": "10 sessions", "amount": "150.00 EUR"}');
select private.add_notification_words('package_sold', 'en', '{{name}} has paid {{amount}}', 'For: {{package}}.');
select private.add_notification_words('package_sold', 'ru', '{{name}}: оплата {{amount}}', 'За что: {{package}}.');

select private.add_notification_kind('payment_failed', '{"en": "A payment of mine has failed", "ru": "Мой платёж не прошёл"}',
  'client', '{in_app, email}', '/billing', '{"name": "10 sessions", "amount": "150.00 EUR"}');
select private.add_notification_words('payment_failed', 'en', 'The payment has failed: {{name}}', '{{amount}} could not be charged. Check the card, then pay again.');
select private.add_notification_words('payment_failed', 'ru', 'Платёж не прошёл: {{name}}', 'Не удалось списать {{amount}}. Проверьте карту и оплатите ещё раз.');

select private.add_notification_kind('payment_refunded', '{"en": "I get money back", "ru": "Мне вернули деньги"}',
  'client', '{in_app, email}', '/billing', '{"name": "10 sessions", "amount": "150.00 EUR"}');
select private.add_notification_words('payment_refunded', 'en', '{{amount}} was given back', 'For: {{name}}. Banks take some days.');
select private.add_notification_words('payment_refunded', 'ru', 'Возврат {{amount}}', 'За что: {{name}}. Банку нужно несколько дней.');

select private.add_notification_kind('invoice_issued', '{"en": "A new invoice", "ru": "Новый счёт"}',
  'client', '{in_app, email}', '/billing', '{"label": "2026-0001", "amount": "150.00 EUR", "due_on": "2026-12-07"}');
select private.add_notification_words('invoice_issued', 'en', 'Invoice {{label}}: {{amount}}', 'Please pay it until {{due_on}}.');
select private.add_notification_words('invoice_issued', 'ru', 'Счёт {{label}}: {{amount}}', 'Оплатите его, пожалуйста, до {{due_on}}.');

select private.add_notification_kind('invoice_reminder', '{"en": "An invoice is due", "ru": "Срок оплаты счёта"}',
  'client', '{in_app, email}', '/billing', '{"label": "2026-0001", "amount": "150.00 EUR", "due_on": "2026-12-07"}');
select private.add_notification_words('invoice_reminder', 'en', 'Invoice {{label}} is due', '{{amount}} was to be paid until {{due_on}}.');
select private.add_notification_words('invoice_reminder', 'ru', 'Срок оплаты счёта {{label}}', '{{amount}}: срок оплаты {{due_on}}.');

select private.add_notification_kind('access_warning', '{"en": "An unpaid invoice will suspend access", "ru": "Доступ скоро приостановят из-за счёта"}',
  'client', '{in_app, email}', '/billing', '{"label": "2026-0001", "amount": "150.00 EUR", "due_on": "2026-12-07"}', p_is_urgent => true, p_is_chosen => false);
select private.add_notification_words('access_warning', 'en', 'Invoice {{label}} is overdue', '{{amount}} was to be paid until {{due_on}}. If it stays unpaid, access to what you have bought is suspended within days.');
select private.add_notification_words('access_warning', 'ru', 'Счёт {{label}} просрочен', '{{amount}}: срок оплаты {{due_on}}. Без оплаты доступ к купленному на днях приостановится.');

select private.add_notification_kind('access_suspended', '{"en": "Access is suspended", "ru": "Доступ приостановлен"}',
  'client', '{in_app, email}', '/billing', '{"label": "2026-0001", "amount": "150.00 EUR", "due_on": "2026-12-07"}', p_is_urgent => true, p_is_chosen => false);
select private.add_notification_words('access_suspended', 'en', 'Access is suspended', 'Invoice {{label}} of {{amount}} is unpaid since {{due_on}}. Access comes back as soon as it is paid.');
select private.add_notification_words('access_suspended', 'ru', 'Доступ приостановлен', 'Счёт {{label}} на {{amount}} не оплачен с {{due_on}}. Доступ вернётся сразу после оплаты.');

select private.add_notification_kind('credits_expiring', '{"en": "Sessions of mine expire", "ru": "Мои занятия сгорают"}',
  'client', '{in_app, email}', '/billing', '{"sessions": 3, "date": "2026-12-24"}', p_too_late => '3 days');
select private.add_notification_words('credits_expiring', 'en', 'Sessions left: {{sessions}}', 'They expire on {{date}}.');
select private.add_notification_words('credits_expiring', 'ru', 'Осталось занятий: {{sessions}}', 'Они сгорают {{date}}.');

insert into public.dunning_steps (day, kind, suspends) values
  (0, 'invoice_reminder', false), (3, 'invoice_reminder', false), (7, 'access_warning', false), (14, 'access_suspended', true)
on conflict (day) do update set kind = excluded.kind, suspends = excluded.suspends;
-- end of file: sql/billing/settings.sql

-- file: sql/billing/functions_access.sql
-- billing: who sells to the caller, refusals, and how money is written.

create function private.my_coach_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads clients without their policies
set search_path = ''
as $$
begin
  return array(select c.coach_id from public.clients c where c.id = any (private.my_own_client_ids()) and c.coach_id is not null);
end;
$$;

comment on function private.my_coach_ids() is 'The coach of the caller, if any.';
grant execute on function private.my_coach_ids() to authenticated;


create function private.my_package_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads payments and subscriptions without their policies
set search_path = ''
as $$
begin
  return array(
    select p.package_id from public.payments p where p.client_id = any (private.my_own_client_ids()) and p.package_id is not null
    union
    select s.package_id from public.client_subscriptions s where s.client_id = any (private.my_own_client_ids())
    union
    select i.package_id from public.invoice_items i where i.client_id = any (private.my_own_client_ids()) and i.package_id is not null
  );
end;
$$;

comment on function private.my_package_ids() is 'Packages that the caller has bought or been invoiced for, also when they are sold no more.';
grant execute on function private.my_package_ids() to authenticated;


create function private.money(p_amount bigint, p_currency text)
returns text
language sql
stable
set search_path = ''
return (
  select round(p_amount / 10.0 ^ c.digits, c.digits)::text || ' ' || c.code from public.currencies c where c.code = p_currency
);

comment on function private.money(bigint, text) is 'An amount as people read it: 1500.00 EUR.';


create function private.check_currency(p_currency text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if not exists (select from public.currencies c where c.code = p_currency) then
    perform private.refuse('PT422', 'currency', 'This is no currency that can be used', 'Give a code of currencies, such as EUR.');
  end if;
end;
$$;

comment on function private.check_currency(text) is 'Refuses a currency that is not known.';


create function private.refuse_reuse()
returns void
language sql
set search_path = ''
return private.refuse('PT409', 'request_reused', 'This id already stands for something else', 'Make a new id for a new request.');

comment on function private.refuse_reuse() is 'Refuses an id of a request with which another thing was asked for.';


create function private.lock_buyer(p_client_id uuid)
returns public.clients
language plpgsql
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  v_client := private.lock_client_shared(p_client_id);
  if v_client.id is null or not private.am_coach_of(v_client) then
    if v_client.id = any (private.my_own_client_ids()) then
      perform private.refuse('PT403', 'only_coaches_sell', 'Only the coach does this', 'Ask your coach.');
    end if;
    perform private.refuse_client();
  end if;
  return v_client;
end;
$$;

comment on function private.lock_buyer(uuid) is 'Keeps a client of whom the caller is the own coach until the transaction ends, and returns them.';


create function private.lock_invoice(p_invoice_id uuid)
returns public.invoices
language plpgsql
set search_path = ''
as $$
declare
  v_invoice public.invoices;
begin
  select i.* into v_invoice from public.invoices i where i.id = p_invoice_id and i.coach_id = any (private.my_account_ids());
  if found then
    perform private.lock_client_shared(v_invoice.client_id);
    select i.* into v_invoice from public.invoices i where i.id = p_invoice_id for no key update;
  end if;
  if not found then
    if exists (select from public.invoices i where i.id = p_invoice_id and i.status <> 'draft' and i.client_id = any (private.my_own_client_ids())) then
      perform private.refuse('PT403', 'only_coaches_sell', 'Only the coach does this', 'Ask your coach.');
    end if;
    perform private.refuse('PT404', 'no_such_invoice', 'No such invoice', 'Use an invoice of yours.');
  end if;
  return v_invoice;
end;
$$;

comment on function private.lock_invoice(uuid) is 'Locks an invoice that the caller issues, and returns it.';
-- end of file: sql/billing/functions_access.sql

-- file: sql/billing/functions_credits.sql
-- billing: credits are granted in lots, and spent from the lot that expires first. Whoever changes them locks the lots.

create function private.lock_lots(p_client_id uuid, p_coach_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select from public.credit_lots l where l.client_id = p_client_id and l.coach_id = p_coach_id order by l.id for no key update
$$;

comment on function private.lock_lots(uuid, uuid) is 'Has everybody else who changes credits of a client with a coach wait.';


create function private.left_of(p_lot_id uuid)
returns integer
language sql
stable
set search_path = ''
return (select coalesce(sum(e.delta), 0)::integer from public.credits e where e.lot_id = p_lot_id);

comment on function private.left_of(uuid) is 'What is left of a lot: the sum of its entries.';


create function private.credit_balance(p_client_id uuid, p_coach_id uuid)
returns integer
language sql
stable
set search_path = ''
return (
  select coalesce(sum(e.delta), 0)::integer from public.credits e
  join public.credit_lots l on l.id = e.lot_id
  where l.client_id = p_client_id and l.coach_id = p_coach_id and coalesce(l.expires_at > now(), true)
);

comment on function private.credit_balance(uuid, uuid) is 'How many credits a client has with a coach that have not expired.';


create function private.add_entry(p_lot public.credit_lots, p_kind public.credit_kind, p_delta integer, p_cause text, p_note text default '')
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.credits (lot_id, client_id, coach_id, kind, delta, cause, note)
  values (p_lot.id, p_lot.client_id, p_lot.coach_id, p_kind, p_delta, p_cause, p_note)
  on conflict on constraint credits_once_a_cause do nothing
$$;

comment on function private.add_entry(public.credit_lots, public.credit_kind, integer, text, text) is 'Adds to the ledger, once for each cause.';


create function private.grant_lot(
  p_client_id uuid, p_coach_id uuid, p_sessions integer, p_expires_at timestamptz, p_note text, p_invoice_id uuid default null, p_position smallint default null,
  p_request_id uuid default null
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_lot public.credit_lots;
begin
  insert into public.credit_lots (client_id, coach_id, invoice_id, position, request_id, granted, expires_at, note)
  values (p_client_id, p_coach_id, p_invoice_id, p_position, p_request_id, p_sessions, p_expires_at, p_note)
  on conflict do nothing
  returning * into v_lot;
  if found then
    perform private.add_entry(v_lot, 'granted', p_sessions, 'lot ' || v_lot.id, p_note);
  end if;
end;
$$;

comment on function private.grant_lot(uuid, uuid, integer, timestamptz, text, uuid, smallint, uuid) is 'Grants credits that expire together, once for a line of an invoice or a request.';


create function private.spend_credit(p_client_id uuid, p_coach_id uuid, p_sessions integer, p_cause text, p_note text default '')
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_lot  public.credit_lots;
  v_left integer := p_sessions;
  v_take integer;
begin
  perform private.lock_lots(p_client_id, p_coach_id);
  if exists (select from public.credits e where e.client_id = p_client_id and e.coach_id = p_coach_id and e.kind = 'spent' and e.cause = p_cause) then
    return; -- a repeated request: the first answer may have been lost
  end if;
  for v_lot in
    select l.* from public.credit_lots l
    where l.client_id = p_client_id and l.coach_id = p_coach_id and coalesce(l.expires_at > now(), true)
    order by l.expires_at nulls last, l.created_at, l.id
  loop
    exit when v_left = 0;
    v_take := least(v_left, private.left_of(v_lot.id));
    if v_take > 0 then
      perform private.add_entry(v_lot, 'spent', -v_take, p_cause, p_note);
      v_left := v_left - v_take;
    end if;
  end loop;
  if v_left > 0 then
    perform private.refuse(
      'PT409', 'not_enough_credits', 'There are not enough sessions left', 'Sell a package, or give some.',
      jsonb_build_object('balance', p_sessions - v_left)
    );
  end if;
end;
$$;

comment on function private.spend_credit(uuid, uuid, integer, text, text) is 'Spends credits, those that expire first, once for each cause. Other domains call it.';


create function private.return_credit(p_client_id uuid, p_coach_id uuid, p_cause text)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  perform private.lock_lots(p_client_id, p_coach_id);
  insert into public.credits (lot_id, client_id, coach_id, kind, delta, cause)
  select e.lot_id, e.client_id, e.coach_id, 'returned', -e.delta, e.cause
  from public.credits e
  where e.client_id = p_client_id and e.coach_id = p_coach_id and e.kind = 'spent' and e.cause = p_cause
  on conflict on constraint credits_once_a_cause do nothing;
  return exists (select from public.credits e where e.client_id = p_client_id and e.coach_id = p_coach_id and e.kind = 'returned' and e.cause = p_cause);
end;
$$;

comment on function private.return_credit(uuid, uuid, text) is 'Gives credits back to the lots from which a cause has spent them, once. False where it has spent none. Other domains call it.';


create function private.expire_credits()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_lot     public.credit_lots;
  v_expired integer := 0;
begin
  -- Told two weeks and three days before.
  perform private.notify(
    c.user_id, 'credits_expiring', jsonb_build_object('sessions', private.left_of(l.id), 'date', (l.expires_at at time zone c.timezone)::date),
    format('lot %s expires, %s days', l.id, d.days), p_client_id => c.id
  )
  from public.credit_lots l
  join public.clients c on c.id = l.client_id
  cross join (values (3), (14)) d (days)
  where l.expires_at between now() and now() + interval '14 days'
    and l.expires_at - make_interval(days => d.days) between now() - interval '2 days' and now()
    and private.left_of(l.id) > 0;

  for v_lot in
    select l.* from public.credit_lots l where l.expires_at <= now() and private.left_of(l.id) > 0 order by l.id limit 1000 for no key update skip locked
  loop
    perform private.add_entry(v_lot, 'expired', -private.left_of(v_lot.id), 'expiry ' || gen_random_uuid());
    v_expired := v_expired + 1;
  end loop;
  return v_expired;
end;
$$;

comment on function private.expire_credits() is 'Writes off what is left of lots that have expired, and tells clients two weeks and three days before. Run by cron.';


create function private.change_credits(p_client_id uuid, p_action text, p_sessions integer, p_request_id uuid, p_expires_at timestamptz, p_note text)
returns integer
language plpgsql
security definer -- writes credits, which no API role may
set search_path = ''
as $$
declare
  v_client public.clients := private.lock_buyer(p_client_id);
begin
  if p_request_id is null or length(p_note) > 500 or p_sessions not between 1 and 1000 or (p_action <> 'return' and p_sessions is null) or p_expires_at <= now() then
    perform private.refuse('PT422', 'credits_amount', 'This number of sessions cannot be booked', 'Give sessions of 1 to 1000, a request_id, an expiry that is still to come, and a note of at most 500 characters.');
  end if;
  case p_action
    when 'grant' then
      perform private.grant_lot(v_client.id, v_client.coach_id, p_sessions, p_expires_at, coalesce(p_note, ''), p_request_id => p_request_id);
    when 'spend' then
      perform private.spend_credit(v_client.id, v_client.coach_id, p_sessions, 'spend ' || p_request_id, coalesce(p_note, ''));
    else
      if not private.return_credit(v_client.id, v_client.coach_id, 'spend ' || p_request_id) then
        perform private.refuse('PT404', 'no_such_spend', 'Nothing was spent under this id', 'Give the request_id with which it was spent.');
      end if;
  end case;
  return private.credit_balance(v_client.id, v_client.coach_id);
end;
$$;

comment on function private.change_credits(uuid, text, integer, uuid, timestamptz, text) is 'Body of public.grant_credits, spend_credits and return_credits.';
grant execute on function private.change_credits(uuid, text, integer, uuid, timestamptz, text) to authenticated;


create function public.grant_credits(client_id uuid, sessions integer, request_id uuid, expires_at timestamptz default null, note text default '')
returns integer
language sql
volatile
set search_path = ''
as $$
  select private.change_credits(client_id, 'grant', sessions, request_id, expires_at, note)
$$;

comment on function public.grant_credits(uuid, integer, uuid, timestamptz, text) is 'Gives a client sessions that nobody pays for, once for each request_id, and returns the balance. Own coach only. PT403 the client, PT404 no such client, PT422 the number.';
grant execute on function public.grant_credits(uuid, integer, uuid, timestamptz, text) to authenticated;


create function public.spend_credits(client_id uuid, sessions integer, request_id uuid, note text default '')
returns integer
language sql
volatile
set search_path = ''
as $$
  select private.change_credits(client_id, 'spend', sessions, request_id, null, note)
$$;

comment on function public.spend_credits(uuid, integer, uuid, text) is 'Uses up sessions of a client, those that expire first, once for each request_id, and returns the balance. Own coach only. PT403 the client, PT404 no such client, PT409 not enough, PT422 the number.';
grant execute on function public.spend_credits(uuid, integer, uuid, text) to authenticated;


create function public.return_credits(client_id uuid, request_id uuid)
returns integer
language sql
volatile
set search_path = ''
as $$
  select private.change_credits(client_id, 'return', null, request_id, null, '')
$$;

comment on function public.return_credits(uuid, uuid) is 'Gives back what spend_credits has used under this request_id, to the same lots, once, and returns the balance. Own coach only. PT404 nothing was spent.';
grant execute on function public.return_credits(uuid, uuid) to authenticated;
-- end of file: sql/billing/functions_credits.sql

-- file: sql/billing/functions_due.sql
-- billing: what time brings: reminders, suspended access, questions to the provider that its events have not answered.

create function private.remind_of_invoices()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_invoice public.invoices;
  v_step    public.dunning_steps;
  v_last    timestamptz;
  v_user    uuid;
  v_sent    integer := 0;
begin
  for v_invoice in
    select i.* from public.invoices i
    where i.status = 'open' and i.kind = 'invoice' and i.due_on <= (now() at time zone 'UTC')::date
    order by i.id
    for no key update skip locked
  loop
    select max(r.sent_at) into v_last from private.reminders r where r.invoice_id = v_invoice.id;
    continue when v_last > now() - interval '3 days';
    select c.user_id into v_user from public.clients c where c.id = v_invoice.client_id;
    select d.* into v_step from public.dunning_steps d
    where d.day > coalesce((select max(r.day) from private.reminders r where r.invoice_id = v_invoice.id), -1)
      and v_invoice.due_on + d.day::integer <= (now() at time zone 'UTC')::date
    order by d.day limit 1;
    continue when not found or (v_step.suspends and (v_last is null or v_user is null)); -- nobody loses access without a notice
    insert into private.reminders (invoice_id, day, client_id) values (v_invoice.id, v_step.day, v_invoice.client_id);
    perform private.tell_of_invoice(v_invoice, v_step.kind, format('invoice %s day %s', v_invoice.id, v_step.day));
    if v_step.suspends then
      update public.access_grants a set suspended_at = now()
      where a.client_id = v_invoice.client_id and a.coach_id = v_invoice.coach_id and a.ends_at > now() and a.suspended_at is null;
    end if;
    v_sent := v_sent + 1;
  end loop;
  return v_sent;
end;
$$;

comment on function private.remind_of_invoices() is 'Sends the next step of dunning_steps for each invoice that is due, one in three days at most, and suspends access with the step that says so. Run by cron. Returns how many were sent.';


create function private.has_access(p_client_id uuid, p_coach_id uuid)
returns boolean
language sql
stable
set search_path = ''
return exists (
  select from public.access_grants a
  where a.client_id = p_client_id and a.coach_id = p_coach_id and now() >= a.starts_at and now() < a.ends_at and a.suspended_at is null
);

comment on function private.has_access(uuid, uuid) is 'Whether a client has bought access to what a coach opens, and it is not suspended. Other domains call it.';


create function private.check_open_payments()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_checked integer;
begin
  -- Asked for, and never taken to the provider: nobody will pay.
  update public.payments p set status = 'failed', failure = 'abandoned'
  where p.status = 'pending' and p.method <> 'cash' and p.checkout_id is null and p.intent_id is null and p.provider_invoice_id is null and p.created_at < now() - interval '1 day';

  perform private.add_payment_task('check', p.client_id, jsonb_build_object('payment_id', p.id))
  from public.payments p
  where p.status = 'pending' and p.method = 'stripe' and p.created_at < now() - interval '10 minutes'
    and (p.checkout_id is not null or p.provider_invoice_id is not null);
  get diagnostics v_checked = row_count;

  perform private.add_payment_task('watch', s.client_id, jsonb_build_object('subscription', s.provider_id))
  from (
    select s.client_id, s.provider_id, s.current_period_end from public.client_subscriptions s where s.status <> 'cancelled' and s.provider_id is not null
    union all
    select null, s.provider_id, s.current_period_end from public.subscriptions s where s.status <> 'cancelled' and s.provider_id is not null
  ) s
  where s.current_period_end < now();

  update public.subscriptions s set status = 'cancelled'
  where s.provider_id is null and s.cancel_at_period_end and s.current_period_end < now() and s.status <> 'cancelled';

  perform private.add_payment_task('pdf', i.client_id, jsonb_build_object('invoice_id', i.id))
  from public.invoices i where i.pdf_path is null and i.status <> 'draft' and i.issued_at between now() - interval '7 days' and now() - interval '1 hour'
    and date_part('minute', now()) < 10;
  return v_checked;
end;
$$;

comment on function private.check_open_payments() is 'Has the provider asked about payments under way and subscriptions whose period is over, because an event may not have come. Run by cron.';
-- end of file: sql/billing/functions_due.sql

-- file: sql/billing/functions_invoices.sql
-- billing: invoices get their number when they become final, and are corrected by credit notes alone.

create function private.seller_of(p_coach_id uuid)
returns public.seller_details
language plpgsql
stable
set search_path = ''
as $$
declare
  v_seller public.seller_details;
begin
  select s.* into v_seller from public.seller_details s where s.coach_id = p_coach_id;
  v_seller.name := coalesce(nullif(v_seller.name, ''), (select p.full_name from public.profiles p where p.id = p_coach_id), '');
  v_seller.tax_percent := coalesce(v_seller.tax_percent, 0);
  v_seller.due_days := coalesce(v_seller.due_days, 7);
  return v_seller;
end;
$$;

comment on function private.seller_of(uuid) is 'What stands on the invoices of a coach.';


create function private.draft_invoice(
  p_id uuid, p_client public.clients, p_coach_id uuid, p_currency text, p_items jsonb, p_due_on date default null, p_note text default '',
  p_corrects uuid default null, p_subscription_id uuid default null, p_period_start timestamptz default null
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_seller public.seller_details := private.seller_of(p_coach_id);
begin
  insert into public.invoices (id, client_id, coach_id, kind, corrects, subscription_id, period_start, currency, locale, due_on, note)
  values (
    p_id, p_client.id, p_coach_id, case when p_corrects is null then 'invoice' else 'credit_note' end::public.invoice_kind, p_corrects,
    p_subscription_id, p_period_start, p_currency, p_client.locale, p_due_on, p_note
  );
  insert into public.invoice_items (invoice_id, position, client_id, package_id, description, quantity, unit_amount, tax_percent, grants)
  select p_id, i.position, p_client.id, (i.item ->> 'package_id')::uuid, btrim(i.item ->> 'description'), coalesce((i.item ->> 'quantity')::smallint, 1),
    (i.item ->> 'unit_amount')::bigint, coalesce((i.item ->> 'tax_percent')::numeric, v_seller.tax_percent), coalesce(i.item -> 'grants', '{}')
  from jsonb_array_elements(p_items) with ordinality as i(item, position);
end;
$$;

comment on function private.draft_invoice(uuid, public.clients, uuid, text, jsonb, date, text, uuid, uuid, timestamptz) is 'Writes a draft with its lines: [{description, quantity, unit_amount, package_id, grants}].';


create function private.issue_invoice(p_id uuid)
returns public.invoices
language plpgsql
set search_path = ''
as $$
declare
  v_invoice public.invoices;
  v_seller  public.seller_details;
  v_client  public.clients;
  v_year    smallint := extract(year from now() at time zone 'UTC');
  v_number  integer;
begin
  select i.* into v_invoice from public.invoices i where i.id = p_id;
  select c.* into v_client from public.clients c where c.id = v_invoice.client_id;
  v_seller := private.seller_of(v_invoice.coach_id);
  insert into private.invoice_counters as n (coach_id, year, last) values (v_invoice.coach_id, v_year, 1)
  on conflict (coach_id, year) do update set last = n.last + 1
  returning last into v_number;

  update public.invoices i
  set status = 'open', year = v_year, number = v_number, issued_at = now(),
      due_on = coalesce(i.due_on, (now() at time zone 'UTC')::date + v_seller.due_days),
      total = t.total, tax = t.tax, note = coalesce(nullif(i.note, ''), v_seller.note, ''),
      seller = jsonb_build_object('name', v_seller.name, 'address', coalesce(v_seller.address, ''), 'tax_id', coalesce(v_seller.tax_id, '')),
      buyer = jsonb_build_object('name', v_client.name, 'email', v_client.email)
  from (select sum(n.amount)::bigint as total, sum(n.tax)::bigint as tax from public.invoice_items n where n.invoice_id = p_id) t
  where i.id = p_id
  returning i.* into v_invoice;
  perform private.add_payment_task('pdf', v_invoice.client_id, jsonb_build_object('invoice_id', v_invoice.id));
  return v_invoice;
end;
$$;

comment on function private.issue_invoice(uuid) is 'Gives a draft its number, copies seller and buyer onto it, and has the file made. Nothing of it changes afterwards.';


create function private.add_payment_task(p_task text, p_client_id uuid, p_about jsonb, p_delay_seconds integer default 0)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.enqueue(
    'payment_tasks', array[jsonb_build_object('task', p_task, 'client_id', p_client_id, 'trace', p_about) || p_about], '{"type": "SWEEP"}', p_delay_seconds
  )
$$;

comment on function private.add_payment_task(text, uuid, jsonb, integer) is 'Queues what the function payment_tasks is to do: pdf, refund, check, change.';


create function private.paid_of(p_invoice_id uuid)
returns bigint
language sql
stable
set search_path = ''
return (
  select coalesce(sum(p.amount - p.refunded), 0)::bigint from public.payments p
  where p.invoice_id = p_invoice_id and p.status in ('completed', 'partially_refunded', 'refunded')
);

comment on function private.paid_of(uuid) is 'What was paid of an invoice and not given back.';


create function private.credited_of(p_invoice_id uuid)
returns bigint
language sql
stable
set search_path = ''
return (select coalesce(sum(i.total), 0)::bigint from public.invoices i where i.corrects = p_invoice_id and i.status <> 'draft');

comment on function private.credited_of(uuid) is 'By how much credit notes have lowered an invoice.';


create function private.settle_invoice(p_invoice_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_invoice public.invoices;
  v_paid    bigint := private.paid_of(p_invoice_id);
begin
  select i.* into v_invoice from public.invoices i where i.id = p_invoice_id for no key update;
  if v_invoice.status not in ('open', 'uncollectible') or v_paid + private.credited_of(p_invoice_id) < v_invoice.total then
    return;
  end if;
  update public.invoices i
  set status = case when v_paid > 0 then 'paid' else 'void' end::public.invoice_status, paid_at = case when v_paid > 0 then now() end
  where i.id = p_invoice_id;
  if v_paid > 0 then
    perform private.deliver_invoice(v_invoice);
  end if;
  update public.access_grants a set suspended_at = null
  where a.client_id = v_invoice.client_id and a.coach_id = v_invoice.coach_id and a.suspended_at is not null
    and not exists (
      select from private.reminders r
      join public.dunning_steps d on d.day = r.day and d.suspends
      join public.invoices i on i.id = r.invoice_id and i.status = 'open' and i.coach_id = v_invoice.coach_id
      where r.client_id = v_invoice.client_id
    );
end;
$$;

comment on function private.settle_invoice(uuid) is 'Closes an invoice of which nothing is owed any more, grants what it promises, and ends the suspension that it caused.';


create function private.deliver_invoice(p_invoice public.invoices)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_item  public.invoice_items;
  v_id    uuid;
  v_until timestamptz;
begin
  for v_item in select n.* from public.invoice_items n where n.invoice_id = p_invoice.id and n.grants <> '{}' order by n.position loop
    if v_item.grants ? 'sessions' then
      perform private.grant_lot(
        p_invoice.client_id, p_invoice.coach_id, v_item.quantity * (v_item.grants ->> 'sessions')::integer,
        now() + make_interval(days => (v_item.grants ->> 'sessions_valid_days')::integer), v_item.description, p_invoice.id, v_item.position
      );
    end if;
    if v_item.grants ? 'access_days' then
      insert into public.access_grants (client_id, coach_id, package_id, invoice_id, position, ends_at)
      values (p_invoice.client_id, p_invoice.coach_id, v_item.package_id, p_invoice.id, v_item.position,
              now() + make_interval(days => v_item.quantity * (v_item.grants ->> 'access_days')::integer))
      on conflict do nothing;
    end if;
    if v_item.grants ? 'template_id' then
      update public.client_programs p set is_paid = true
      where p.client_id = p_invoice.client_id and p.template_id = (v_item.grants ->> 'template_id')::uuid and not p.is_paid;
    end if;
    if v_item.grants ? 'billing_interval' and p_invoice.subscription_id is null then
      v_until := now() + private.billing_period(v_item.grants);
      insert into public.client_subscriptions (
        client_id, coach_id, package_id, status, amount, currency, billing_interval, interval_count, grants, method, current_period_start, current_period_end
      )
      values (
        p_invoice.client_id, p_invoice.coach_id, v_item.package_id, 'active', v_item.unit_amount, p_invoice.currency,
        (v_item.grants ->> 'billing_interval')::public.billing_interval, (v_item.grants ->> 'interval_count')::smallint, v_item.grants, 'transfer',
        now(), v_until
      )
      on conflict do nothing
      returning id into v_id;
      perform private.follow_subscription(v_id);
    end if;
  end loop;
end;
$$;

comment on function private.deliver_invoice(public.invoices) is 'Grants what the lines of a paid invoice promise, each once: credits, access, a paid programme, a subscription that is renewed by invoice.';


create function private.billing_period(p_terms jsonb)
returns interval
language sql
immutable
set search_path = ''
return (p_terms ->> 'interval_count')::integer * case p_terms ->> 'billing_interval'
  when 'week' then interval '1 week' when 'month' then interval '1 month' else interval '1 year' end;

comment on function private.billing_period(jsonb) is 'How long a period of a subscription is.';


create function private.revoke_invoice(p_invoice_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_lot public.credit_lots;
begin
  for v_lot in select l.* from public.credit_lots l where l.invoice_id = p_invoice_id order by l.id for no key update loop
    if private.left_of(v_lot.id) > 0 then
      perform private.add_entry(v_lot, 'revoked', -private.left_of(v_lot.id), 'refund of ' || p_invoice_id);
    end if;
  end loop;
  update public.access_grants a set ends_at = now() where a.invoice_id = p_invoice_id and a.ends_at > now() and a.starts_at <= now();
end;
$$;

comment on function private.revoke_invoice(uuid) is 'Takes back what is left of what an invoice has granted, once all of it was given back.';


create function private.add_credit_note(p_id uuid, p_invoice public.invoices, p_amount bigint, p_reason text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  select c.* into v_client from public.clients c where c.id = p_invoice.client_id;
  perform private.draft_invoice(
    p_id, v_client, p_invoice.coach_id, p_invoice.currency,
    jsonb_build_array(jsonb_build_object(
      'description', coalesce(nullif(btrim(p_reason), ''), p_invoice.label), 'unit_amount', p_amount,
      -- The tax of the invoice as a part of it, whatever rates its lines have.
      'tax_percent', case when p_invoice.total > p_invoice.tax then round(p_invoice.tax * 100.0 / (p_invoice.total - p_invoice.tax), 2) else 0 end
    )),
    p_corrects => p_invoice.id
  );
  perform private.issue_invoice(p_id);
  update public.invoices i set status = 'paid' where i.id = p_id;
end;
$$;

comment on function private.add_credit_note(uuid, public.invoices, bigint, text) is 'Lowers an invoice by an amount, with a document that has a number of its own.';


create function private.tell_of_invoice(p_invoice public.invoices, p_kind text, p_dedupe_key text)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.notify(
    c.user_id, p_kind,
    jsonb_build_object(
      'label', p_invoice.label, 'due_on', p_invoice.due_on,
      'amount', private.money(p_invoice.total - private.paid_of(p_invoice.id) - private.credited_of(p_invoice.id), p_invoice.currency)
    ),
    p_dedupe_key, p_client_id => c.id
  )
  from public.clients c where c.id = p_invoice.client_id
$$;

comment on function private.tell_of_invoice(public.invoices, text, text) is 'Tells a client about an invoice and what is owed of it.';
-- end of file: sql/billing/functions_invoices.sql

-- file: sql/billing/functions_invoices_selling.sql
-- billing: the calls by which a coach drafts, finalizes, sells and corrects.

create function private.save_invoice(p_invoice_id uuid, p_client_id uuid, p_currency text, p_items jsonb, p_due_on date, p_note text)
returns uuid
language plpgsql
security definer -- writes invoices, which no API role may
set search_path = ''
as $$
declare
  v_client  public.clients := private.lock_buyer(p_client_id);
  v_invoice public.invoices;
  v_items   jsonb;
begin
  perform private.check_currency(p_currency);
  if p_invoice_id is null or length(p_note) > 1000 or jsonb_typeof(p_items) is distinct from 'array' or jsonb_array_length(p_items) not between 1 and 50
    or p_due_on not between current_date - 1 and current_date + 365
    or exists (
      select from jsonb_array_elements(p_items) i
      where jsonb_typeof(i) is distinct from 'object' or length(btrim(i ->> 'description')) between 1 and 300 is not true
        or coalesce(i ->> 'quantity', '1') !~ '^[0-9]{1,4}$' or coalesce(i ->> 'unit_amount', '') !~ '^[0-9]{1,8}$'
        or coalesce(i ->> 'package_id', '00000000-0000-0000-0000-000000000000') !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    )
    or exists (select from jsonb_array_elements(p_items) i where coalesce((i ->> 'quantity')::integer, 1) not between 1 and 1000)
    or not exists (select from jsonb_array_elements(p_items) i where (i ->> 'unit_amount')::bigint > 0)
  then
    perform private.refuse(
      'PT422', 'invoice_items', 'These lines make no invoice',
      'Give an id, 1 to 50 lines with description, quantity (1 to 1000) and unit_amount (whole minor units), and a day within a year.'
    );
  end if;
  select jsonb_agg(i.item || jsonb_build_object('grants', case when k.id is null then '{}' else private.package_grants(k) end) order by i.n) into v_items
  from jsonb_array_elements(p_items) with ordinality i(item, n)
  left join public.packages k on k.id = (i.item ->> 'package_id')::uuid and k.coach_id = v_client.coach_id;
  if exists (select from jsonb_array_elements(v_items) i where i ->> 'package_id' is not null
    and not exists (select from public.packages k where k.id = (i ->> 'package_id')::uuid and k.coach_id = v_client.coach_id)) then
    perform private.refuse('PT404', 'no_such_package', 'No such package', 'Use a package of yours.');
  end if;

  select i.* into v_invoice from public.invoices i where i.id = p_invoice_id for no key update;
  if found then
    if (v_invoice.client_id, v_invoice.coach_id) is distinct from (v_client.id, v_client.coach_id) then
      perform private.refuse_reuse();
    end if;
    perform private.refuse_final(v_invoice);
    delete from public.invoices i where i.id = p_invoice_id;
  end if;
  perform private.draft_invoice(p_invoice_id, v_client, v_client.coach_id, p_currency, v_items, p_due_on, coalesce(p_note, ''));
  update public.invoices i set total = t.total, tax = t.tax
  from (select sum(n.amount)::bigint as total, sum(n.tax)::bigint as tax from public.invoice_items n where n.invoice_id = p_invoice_id) t
  where i.id = p_invoice_id;
  return p_invoice_id;
end;
$$;

comment on function private.save_invoice(uuid, uuid, text, jsonb, date, text) is 'Body of public.save_invoice.';
grant execute on function private.save_invoice(uuid, uuid, text, jsonb, date, text) to authenticated;


create function private.refuse_final(p_invoice public.invoices)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_invoice.status <> 'draft' then
    perform private.refuse('PT409', 'invoice_final', 'This invoice has a number, so it stays as it is', 'Correct it by a credit note.');
  end if;
end;
$$;

comment on function private.refuse_final(public.invoices) is 'Refuses a change of what is no draft any more.';


create function public.save_invoice(invoice_id uuid, client_id uuid, currency text, items jsonb, due_on date default null, note text default '')
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.save_invoice(invoice_id, client_id, currency, items, due_on, note)
$$;

comment on function public.save_invoice(uuid, uuid, text, jsonb, date, text) is 'Writes a draft, or writes it anew, and returns its id, which the caller makes. items: [{description, quantity, unit_amount, package_id}], at most 50; a package is granted when the invoice is paid. Own coach only. PT404 no such client or package, PT409 it is final, PT422 the lines or the currency.';
grant execute on function public.save_invoice(uuid, uuid, text, jsonb, date, text) to authenticated;


create function private.finalize_invoice(p_invoice_id uuid)
returns text
language plpgsql
security definer -- writes invoices, which no API role may
set search_path = ''
as $$
declare
  v_invoice public.invoices := private.lock_invoice(p_invoice_id);
begin
  if v_invoice.status = 'draft' then -- else a repeated request: the first answer may have been lost
    v_invoice := private.issue_invoice(p_invoice_id);
    perform private.tell_of_invoice(v_invoice, 'invoice_issued', 'invoice ' || p_invoice_id);
  end if;
  return v_invoice.label;
end;
$$;

comment on function private.finalize_invoice(uuid) is 'Body of public.finalize_invoice.';
grant execute on function private.finalize_invoice(uuid) to authenticated;


create function public.finalize_invoice(invoice_id uuid)
returns text
language sql
volatile
set search_path = ''
as $$
  select private.finalize_invoice(invoice_id)
$$;

comment on function public.finalize_invoice(uuid) is 'Gives a draft its number, tells the client, and returns the label. A second call returns the same one. The file is there seconds later (pdf_path). PT403 the client, PT404 no such invoice.';
grant execute on function public.finalize_invoice(uuid) to authenticated;


create function private.discard_invoice(p_invoice_id uuid)
returns void
language plpgsql
security definer -- writes invoices, which no API role may
set search_path = ''
as $$
begin
  perform private.refuse_final(private.lock_invoice(p_invoice_id));
  delete from public.invoices i where i.id = p_invoice_id;
end;
$$;

comment on function private.discard_invoice(uuid) is 'Body of public.discard_invoice.';
grant execute on function private.discard_invoice(uuid) to authenticated;


create function public.discard_invoice(invoice_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.discard_invoice(invoice_id)
$$;

comment on function public.discard_invoice(uuid) is 'Deletes a draft. PT403 the client, PT404 no such invoice, PT409 it has a number.';
grant execute on function public.discard_invoice(uuid) to authenticated;


create function private.sell_package(p_client_id uuid, p_package_id uuid, p_request_id uuid, p_code text, p_due_on date)
returns uuid
language plpgsql
security definer -- writes invoices, which no API role may
set search_path = ''
as $$
declare
  v_client  public.clients := private.lock_buyer(p_client_id);
  v_package public.packages := private.lock_package(p_package_id, v_client.coach_id);
  v_price   record;
  v_invoice public.invoices;
begin
  select i.* into v_invoice from public.invoices i where i.id = p_request_id;
  if found then
    if (v_invoice.client_id, v_invoice.coach_id) is distinct from (v_client.id, v_client.coach_id) then
      perform private.refuse_reuse();
    end if;
    return v_invoice.id; -- a repeated request
  end if;
  perform private.check_sale(v_package, v_client.id);
  if p_request_id is null or p_due_on not between current_date - 1 and current_date + 365 then
    perform private.refuse('PT422', 'invoice_items', 'This makes no invoice', 'Give a request_id, and a day within a year.');
  end if;
  v_price := private.discounted(v_package, p_code);
  perform private.draft_invoice(
    p_request_id, v_client, v_client.coach_id, v_package.currency,
    jsonb_build_array(jsonb_build_object(
      'description', v_package.name, 'unit_amount', v_price.amount, 'package_id', v_package.id, 'grants', private.package_grants(v_package)
    )),
    p_due_on
  );
  v_invoice := private.issue_invoice(p_request_id);
  perform private.tell_of_invoice(v_invoice, 'invoice_issued', 'invoice ' || p_request_id);
  return p_request_id;
end;
$$;

comment on function private.sell_package(uuid, uuid, uuid, text, date) is 'Body of public.sell_package.';
grant execute on function private.sell_package(uuid, uuid, uuid, text, date) to authenticated;


create function public.sell_package(client_id uuid, package_id uuid, request_id uuid, discount_code text default null, due_on date default null)
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.sell_package(client_id, package_id, request_id, discount_code, due_on)
$$;

comment on function public.sell_package(uuid, uuid, uuid, text, date) is 'Invoices a client for a package, which is granted once it is paid, in parts or at once, online or by record_payment. Returns the id of the invoice, which is request_id. Own coach only. PT403 the client, PT404 no such client, package or code, PT409 no place left or sold no more.';
grant execute on function public.sell_package(uuid, uuid, uuid, text, date) to authenticated;


create function private.correct_invoice(p_invoice_id uuid, p_amount bigint, p_reason text, p_request_id uuid, p_writes_off boolean)
returns uuid
language plpgsql
security definer -- writes invoices, which no API role may
set search_path = ''
as $$
declare
  v_invoice public.invoices := private.lock_invoice(p_invoice_id);
  v_owed    bigint;
  v_id      uuid;
begin
  select i.id into v_id from public.invoices i where i.id = p_request_id and i.corrects = p_invoice_id;
  if found then
    return v_id; -- a repeated request
  end if;
  if p_writes_off then
    if v_invoice.status <> 'uncollectible' then
      update public.invoices i set status = 'uncollectible' where i.id = p_invoice_id;
    end if;
    return null;
  end if;
  v_owed := v_invoice.total - private.paid_of(p_invoice_id) - private.credited_of(p_invoice_id);
  if p_request_id is null or v_invoice.kind <> 'invoice' or v_invoice.status = 'draft' or coalesce(p_amount, v_owed) not between 1 and v_owed then
    perform private.refuse(
      'PT422', 'credit_note_too_much', 'A credit note is at most what is owed', 'Give back what was paid by refund_payment.', jsonb_build_object('left', greatest(v_owed, 0))
    );
  end if;
  perform private.add_credit_note(p_request_id, v_invoice, coalesce(p_amount, v_owed), left(p_reason, 300));
  perform private.settle_invoice(p_invoice_id);
  return p_request_id;
end;
$$;

comment on function private.correct_invoice(uuid, bigint, text, uuid, boolean) is 'Body of public.credit_invoice and write_off_invoice.';
grant execute on function private.correct_invoice(uuid, bigint, text, uuid, boolean) to authenticated;


create function public.credit_invoice(invoice_id uuid, amount bigint, reason text, request_id uuid)
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.correct_invoice(invoice_id, amount, reason, request_id, false)
$$;

comment on function public.credit_invoice(uuid, bigint, text, uuid) is 'Lowers what is owed of an invoice by a credit note with a number of its own, and returns its id; null: all that is owed. Nothing paid and nothing owed any more makes it void. PT403 the client, PT404 no such invoice, PT422 more than is owed.';
grant execute on function public.credit_invoice(uuid, bigint, text, uuid) to authenticated;


create function public.write_off_invoice(invoice_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.correct_invoice(invoice_id, null, null, null, true)
$$;

comment on function public.write_off_invoice(uuid) is 'Marks an open invoice as one that nobody will pay: no more reminders. A payment that comes after all closes it. PT403 the client, PT404 no such invoice, PT409 it is not open.';
grant execute on function public.write_off_invoice(uuid) to authenticated;
-- end of file: sql/billing/functions_invoices_selling.sql

-- file: sql/billing/functions_packages.sql
-- billing: offers, prices with a discount, and what to ask for an hour.

create function private.package_grants(p_package public.packages)
returns jsonb
language sql
immutable
set search_path = ''
return jsonb_strip_nulls(jsonb_build_object(
  'sessions', p_package.sessions, 'sessions_valid_days', p_package.sessions_valid_days, 'access_days', p_package.access_days,
  'template_id', p_package.template_id, 'billing_interval', p_package.billing_interval, 'interval_count', p_package.interval_count
));

comment on function private.package_grants(public.packages) is 'What a package promises, as it is kept with a payment.';


create function private.places_taken(p_package_id uuid)
returns bigint
language sql
stable
set search_path = ''
return (
  select count(distinct t.client_id) from (
    select p.client_id from public.payments p
    left join public.client_subscriptions s on s.id = p.subscription_id
    where p.package_id = p_package_id and p.status in ('pending', 'completed', 'partially_refunded') and s.status is distinct from 'cancelled'
    union all
    select i.client_id from public.invoice_items n join public.invoices i on i.id = n.invoice_id
    where n.package_id = p_package_id and i.kind = 'invoice' and i.status = 'open'
  ) t
);

comment on function private.places_taken(uuid) is 'How many clients have a package, are buying it, or have an open invoice for it.';


create function private.lock_package(p_package_id uuid, p_coach_id uuid)
returns public.packages
language plpgsql
set search_path = ''
as $$
declare
  v_package public.packages;
begin
  -- Those who buy the same package wait for each other here, so that the last place is sold once.
  select k.* into v_package from public.packages k where k.id = p_package_id and k.coach_id = p_coach_id for no key update;
  if not found then
    perform private.refuse('PT404', 'no_such_package', 'No such package', 'Use a package of the coach.');
  end if;
  if v_package.archived_at is not null then
    perform private.refuse('PT409', 'package_archived', 'This package is sold no more', 'Choose another one.');
  end if;
  return v_package;
end;
$$;

comment on function private.lock_package(uuid, uuid) is 'Locks a package on sale of a coach, and returns it.';


create function private.check_sale(p_package public.packages, p_client_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_package.kind = 'subscription' and exists (
    select from public.client_subscriptions s where s.client_id = p_client_id and s.package_id = p_package.id and s.status <> 'cancelled'
  ) then
    perform private.refuse('PT409', 'already_subscribed', 'This subscription is already there', 'Change it instead.');
  end if;
  if p_package.places <= private.places_taken(p_package.id) then
    perform private.refuse('PT409', 'package_full', 'All places are taken', 'Choose another package.', jsonb_build_object('places', p_package.places));
  end if;
end;
$$;

comment on function private.check_sale(public.packages, uuid) is 'Refuses a package without a free place, and a second subscription to it. Call it with the package locked.';


create function private.discounted(p_package public.packages, p_code text, out amount bigint, out discount_code_id uuid)
language plpgsql
set search_path = ''
as $$
declare
  v_code public.discount_codes;
begin
  amount := p_package.amount;
  if coalesce(btrim(p_code), '') = '' then
    return;
  end if;
  select d.* into v_code from public.discount_codes d
  where d.coach_id = p_package.coach_id and d.code = upper(btrim(p_code)) and d.archived_at is null
  for no key update;
  if not found or v_code.package_id <> p_package.id then
    perform private.refuse('PT404', 'discount_unknown', 'This code is not known', 'Check the code, or buy without one.');
  end if;
  if v_code.valid_until <= now() then
    perform private.refuse('PT410', 'discount_expired', 'This code has expired', 'Buy without it.');
  end if;
  if v_code.max_uses <= (select count(*) from public.payments p where p.discount_code_id = v_code.id and p.status <> 'failed') then
    perform private.refuse('PT410', 'discount_used_up', 'This code is used up', 'Buy without it.');
  end if;
  if v_code.currency <> p_package.currency or v_code.amount_off >= p_package.amount then
    perform private.refuse('PT422', 'discount_currency', 'This code does not fit the price', 'Buy without it.');
  end if;
  amount := p_package.amount - coalesce(v_code.amount_off, round(p_package.amount * v_code.percent_off / 100.0)::bigint);
  discount_code_id := v_code.id;
end;
$$;

comment on function private.discounted(public.packages, text) is 'The price of a package with a code, and the code. Keeps the code until the transaction ends, so that its uses are counted right.';


create function private.quote(p_package_id uuid, p_code text)
returns jsonb
language plpgsql
security definer -- reads codes, which clients do not see
set search_path = ''
as $$
declare
  v_package public.packages;
  v_price   record;
begin
  select k.* into v_package from public.packages k
  where k.id = p_package_id and k.coach_id = any (private.my_coach_ids() || private.my_account_ids());
  v_package := private.lock_package(p_package_id, v_package.coach_id);
  v_price := private.discounted(v_package, p_code);
  return jsonb_build_object(
    'amount', v_package.amount, 'discount', v_package.amount - v_price.amount, 'total', v_price.amount, 'currency', v_package.currency,
    'trial_days', v_package.trial_days
  );
end;
$$;

comment on function private.quote(uuid, text) is 'Body of public.quote.';
grant execute on function private.quote(uuid, text) to authenticated;


create function public.quote(package_id uuid, discount_code text default null)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select private.quote(package_id, discount_code)
$$;

comment on function public.quote(uuid, text) is 'What a package costs with a code: {amount, discount, total, currency, trial_days}. Nothing is reserved. PT404 no such package or code, PT409 sold no more, PT410 the code is used up or expired, PT422 the code does not fit.';
grant execute on function public.quote(uuid, text) to authenticated;


create function private.offers()
returns table (
  id uuid, name text, description text, kind public.package_kind, amount bigint, currency text, billing_interval public.billing_interval,
  interval_count smallint, trial_days smallint, sessions smallint, sessions_valid_days smallint, template_id uuid, template_title text,
  access_days smallint, places integer, places_left integer
)
language sql
stable
security definer -- counts what others have bought
set search_path = ''
as $$
  select k.id, k.name, k.description, k.kind, k.amount, k.currency, k.billing_interval, k.interval_count, k.trial_days, k.sessions,
    k.sessions_valid_days, k.template_id, t.title, k.access_days, k.places,
    case when k.places is not null then greatest(0, k.places - private.places_taken(k.id))::integer end
  from public.packages k
  left join public.program_templates t on t.id = k.template_id
  where k.archived_at is null and k.coach_id = any (private.my_coach_ids() || private.my_account_ids())
  order by k.amount, k.id
  limit 500
$$;

comment on function private.offers() is 'Body of public.offers.';
grant execute on function private.offers() to authenticated;


create function public.offers()
returns table (
  id uuid, name text, description text, kind public.package_kind, amount bigint, currency text, billing_interval public.billing_interval,
  interval_count smallint, trial_days smallint, sessions smallint, sessions_valid_days smallint, template_id uuid, template_title text,
  access_days smallint, places integer, places_left integer
)
language sql
stable
set search_path = ''
as $$
  select * from private.offers()
$$;

comment on function public.offers() is 'The packages on sale of the caller''s coach, and of the caller, with the places that are left (null: any number). At most 500, the cheapest first.';
grant execute on function public.offers() to authenticated;


create function public.price_calculator(
  hourly_rate bigint, minutes integer, sessions integer, fee_percent numeric default 0, tax_percent numeric default 0, discount_percent numeric default 0
)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_work  numeric := hourly_rate * minutes / 60.0 * sessions;
  v_total bigint;
  v_asked bigint;
begin
  if (
    hourly_rate between 1 and 99999999 and minutes between 1 and 1440 and sessions between 1 and 1000 and fee_percent between 0 and 50
    and tax_percent between 0 and 50 and discount_percent between 0 and 99
  ) is not true then
    perform private.refuse('PT422', 'price_calculator', 'These numbers give no price', 'Give an hourly rate, minutes and sessions above 0; percentages of 0 to 50, a discount below 100.');
  end if;
  -- What is paid, of which the tax is a part on top of the net, and the fee a part of what is paid.
  v_total := ceil(v_work / (1 / (1 + tax_percent / 100) - fee_percent / 100));
  v_asked := ceil(v_total / (1 - discount_percent / 100));
  return jsonb_build_object(
    'work', ceil(v_work), 'total', v_asked, 'paid', v_total, 'tax', round(v_total * tax_percent / (100 + tax_percent)), 'fees', round(v_total * fee_percent / 100),
    'per_session', round(v_asked::numeric / sessions),
    'kept', v_total - round(v_total * tax_percent / (100 + tax_percent)) - round(v_total * fee_percent / 100)
  );
end;
$$;

comment on function public.price_calculator(bigint, integer, integer, numeric, numeric, numeric) is
  'What to ask for a package, in minor units, so that the hourly rate is kept after a discount, the fee of the provider and the tax that prices include: {work, total, paid, tax, fees, per_session, kept}. PT422 numbers that give no price.';
grant execute on function public.price_calculator(bigint, integer, integer, numeric, numeric, numeric) to authenticated;
-- end of file: sql/billing/functions_packages.sql

-- file: sql/billing/functions_payments.sql
-- billing: asking for money, receiving it, giving it back.

create function private.order_of(p_payment public.payments)
returns jsonb
language sql
stable
set search_path = ''
return jsonb_build_object(
  'payment_id', p_payment.id, 'status', p_payment.status, 'amount', p_payment.amount, 'currency', p_payment.currency, 'description', p_payment.description,
  'billing_interval', p_payment.grants ->> 'billing_interval', 'interval_count', (p_payment.grants ->> 'interval_count')::integer,
  'trial_days', coalesce((p_payment.grants ->> 'trial_days')::integer, 0), 'recurring_amount', coalesce((p_payment.grants ->> 'recurring_amount')::bigint, p_payment.amount),
  'checkout_id', p_payment.checkout_id, 'checkout_url', p_payment.checkout_url,
  'customer_id', (select c.customer_id from private.provider_customers c where c.account_id = p_payment.payer_id),
  'locale', (select p.locale from public.profiles p where p.id = p_payment.payer_id)
);

comment on function private.order_of(public.payments) is 'A payment as the function asks the provider for it.';


create function private.start_payment(p_package_id uuid, p_invoice_id uuid, p_tier public.subscription_tier, p_code text)
returns jsonb
language plpgsql
security definer -- writes payments, which no API role may
set search_path = ''
as $$
declare
  v_user    uuid := (select auth.uid());
  v_client  public.clients;
  v_package public.packages;
  v_invoice public.invoices;
  v_price   record;
  v_new     public.payments;
  v_old     public.payments;
begin
  v_new.id := gen_random_uuid();
  v_new.payer_id := v_user;
  v_new.method := 'stripe';
  v_new.grants := '{}';
  if p_tier is not null then
    perform from public.profiles p where p.id = v_user for no key update;
    v_new := private.tier_order(v_new, p_tier);
    select p.* into v_old from public.payments p where p.payer_id = v_user and p.tier is not null and p.status = 'pending';
  else
    v_client := private.lock_client_shared((private.my_own_client_ids())[1]);
    if v_client.coach_id is null then
      perform private.refuse('PT404', 'no_such_package', 'No such package', 'Use a package of your coach.');
    end if;
    v_new.client_id := v_client.id;
    v_new.coach_id := v_client.coach_id;
    if p_invoice_id is not null then
      select i.* into v_invoice from public.invoices i
      where i.id = p_invoice_id and i.client_id = v_client.id and i.kind = 'invoice' and i.status <> 'draft' for no key update;
      if not found then
        perform private.refuse('PT404', 'no_such_invoice', 'No such invoice', 'Use an invoice of yours.');
      end if;
      v_new.coach_id := v_invoice.coach_id;
      v_new.invoice_id := v_invoice.id;
      v_new.amount := v_invoice.total - private.paid_of(v_invoice.id) - private.credited_of(v_invoice.id);
      v_new.currency := v_invoice.currency;
      v_new.description := v_invoice.label;
      if v_invoice.status not in ('open', 'uncollectible') or v_new.amount <= 0 then
        perform private.refuse('PT409', 'invoice_paid', 'Nothing is owed of this invoice', 'Load it once more.');
      end if;
      select p.* into v_old from public.payments p where p.invoice_id = v_invoice.id and p.status = 'pending' and p.method = 'stripe';
    else
      v_package := private.lock_package(p_package_id, v_client.coach_id);
      v_price := private.discounted(v_package, p_code);
      v_new.package_id := v_package.id;
      v_new.description := v_package.name;
      v_new.currency := v_package.currency;
      v_new.discount_code_id := v_price.discount_code_id;
      v_new.grants := private.package_grants(v_package);
      v_new.amount := v_price.amount;
      if v_package.trial_days > 0 then
        v_new.amount := 0;
        v_new.grants := v_new.grants || jsonb_build_object('trial_days', v_package.trial_days, 'recurring_amount', v_price.amount);
      end if;
      select p.* into v_old from public.payments p
      where p.client_id = v_client.id and p.package_id = v_package.id and p.status = 'pending' and p.method = 'stripe' and p.subscription_id is null;
      if v_old.id is null then
        perform private.check_sale(v_package, v_client.id);
      end if;
    end if;
  end if;

  if v_old.id is not null then
    -- The second tab gets the page of the first. After a change of the price the old page is closed first.
    return private.order_of(v_old) || jsonb_build_object('is_stale',
      (v_old.amount, v_old.currency, v_old.grants, v_old.tier) is distinct from (v_new.amount, v_new.currency, v_new.grants, v_new.tier));
  end if;
  insert into public.payments (id, client_id, coach_id, payer_id, package_id, invoice_id, discount_code_id, tier, description, amount, currency, method, grants)
  values (
    v_new.id, v_new.client_id, v_new.coach_id, v_new.payer_id, v_new.package_id, v_new.invoice_id, v_new.discount_code_id, v_new.tier,
    v_new.description, v_new.amount, v_new.currency, v_new.method, v_new.grants
  )
  returning * into v_new;
  return private.order_of(v_new) || jsonb_build_object('is_stale', false);
end;
$$;

comment on function private.start_payment(uuid, uuid, public.subscription_tier, text) is 'Body of public.start_payment.';
grant execute on function private.start_payment(uuid, uuid, public.subscription_tier, text) to authenticated;


create function public.start_payment(package_id uuid default null, invoice_id uuid default null, tier public.subscription_tier default null, discount_code text default null)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select private.start_payment(package_id, invoice_id, tier, discount_code)
$$;

comment on function public.start_payment(uuid, uuid, public.subscription_tier, text) is
  'What the function checkout calls as the caller, who pays online: for a package of the coach, an open invoice, or their own tier. Reserves the place and the price, and returns the order; while one is under way, the same again. PT404 no such package, invoice or code, PT409 no place left, sold no more, already subscribed or paid, PT410 the code is used up.';
grant execute on function public.start_payment(uuid, uuid, public.subscription_tier, text) to authenticated;


create function private.complete_payment(p_payment_id uuid, p_paid_at timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_client  public.clients;
  v_period  timestamptz;
begin
  update public.payments p set status = 'completed', paid_at = coalesce(p_paid_at, now()), failure = null where p.id = p_payment_id returning * into v_payment;
  if v_payment.client_id is null or v_payment.amount = 0 then
    return;
  end if;
  select c.* into v_client from public.clients c where c.id = v_payment.client_id;
  if v_payment.invoice_id is null then
    select s.current_period_start into v_period from public.client_subscriptions s where s.id = v_payment.subscription_id;
    v_payment.invoice_id := gen_random_uuid();
    perform private.draft_invoice(
      v_payment.invoice_id, v_client, v_payment.coach_id, v_payment.currency,
      jsonb_build_array(jsonb_build_object(
        'description', v_payment.description, 'unit_amount', v_payment.amount, 'package_id', v_payment.package_id, 'grants', v_payment.grants
      )),
      (now() at time zone 'UTC')::date, p_subscription_id => v_payment.subscription_id
    );
    perform private.issue_invoice(v_payment.invoice_id);
    update public.payments p set invoice_id = v_payment.invoice_id where p.id = p_payment_id;
  end if;
  perform private.settle_invoice(v_payment.invoice_id);
  perform private.notify(
    v_client.user_id, 'payment_completed', jsonb_build_object('name', v_payment.description, 'amount', private.money(v_payment.amount, v_payment.currency)),
    'payment ' || p_payment_id, p_client_id => v_client.id
  );
  if v_payment.method in ('stripe', 'telegram_stars') then
    perform private.notify(
      v_payment.coach_id, 'package_sold',
      jsonb_build_object('name', v_client.name, 'package', v_payment.description, 'amount', private.money(v_payment.amount, v_payment.currency)),
      'payment ' || p_payment_id, p_client_id => v_client.id
    );
  end if;
end;
$$;

comment on function private.complete_payment(uuid, timestamptz) is 'Notes that a payment has arrived, with its invoice and what that grants, and tells both sides.';


create function private.record_payment(p_invoice_id uuid, p_amount bigint, p_method public.payment_method, p_request_id uuid, p_paid_at timestamptz, p_note text)
returns uuid
language plpgsql
security definer -- writes payments, which no API role may
set search_path = ''
as $$
declare
  v_invoice public.invoices := private.lock_invoice(p_invoice_id);
  v_known   public.payments;
  v_owed    bigint;
begin
  select p.* into v_known from public.payments p where p.id = p_request_id;
  if found then
    if v_known.invoice_id is distinct from p_invoice_id or v_known.amount is distinct from p_amount then
      perform private.refuse_reuse();
    end if;
    return v_known.id; -- a repeated request
  end if;
  v_owed := v_invoice.total - private.paid_of(p_invoice_id) - private.credited_of(p_invoice_id);
  if p_request_id is null or p_amount > 0 is not true or p_method in ('cash', 'transfer') is not true or length(p_note) > 1000
    or coalesce(p_paid_at, now()) not between now() - interval '1 year' and now() + interval '1 day'
  then
    perform private.refuse('PT422', 'payment_amount', 'This is no payment that can be recorded', 'Give an amount above 0 in whole minor units, cash or transfer, a request_id, and a moment within the last year.');
  end if;
  if v_invoice.status not in ('open', 'uncollectible') then
    perform private.refuse('PT409', 'invoice_paid', 'Nothing is owed of this invoice', 'Load it once more.');
  end if;
  if p_amount > v_owed then
    perform private.refuse('PT422', 'payment_too_much', 'This is more than is owed', 'Give at most what is owed.', jsonb_build_object('owed', v_owed));
  end if;
  insert into public.payments (id, client_id, coach_id, package_id, invoice_id, subscription_id, description, amount, currency, method, note)
  values (
    p_request_id, v_invoice.client_id, v_invoice.coach_id, (select n.package_id from public.invoice_items n where n.invoice_id = p_invoice_id order by n.position limit 1),
    p_invoice_id, v_invoice.subscription_id, v_invoice.label, p_amount, v_invoice.currency, p_method, coalesce(p_note, '')
  );
  perform private.complete_payment(p_request_id, least(p_paid_at, now()));
  return p_request_id;
end;
$$;

comment on function private.record_payment(uuid, bigint, public.payment_method, uuid, timestamptz, text) is 'Body of public.record_payment.';
grant execute on function private.record_payment(uuid, bigint, public.payment_method, uuid, timestamptz, text) to authenticated;


create function public.record_payment(invoice_id uuid, amount bigint, method public.payment_method, request_id uuid, paid_at timestamptz default null, note text default '')
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.record_payment(invoice_id, amount, method, request_id, paid_at, note)
$$;

comment on function public.record_payment(uuid, bigint, public.payment_method, uuid, timestamptz, text) is 'Records cash or a transfer for an open invoice, all of it or a part, once for each request_id, and returns the id of the payment. Own coach only. PT403 the client, PT404 no such invoice, PT409 nothing is owed, PT422 more than is owed, or not above 0.';
grant execute on function public.record_payment(uuid, bigint, public.payment_method, uuid, timestamptz, text) to authenticated;


create function private.refund_payment(p_payment_id uuid, p_amount bigint, p_reason text, p_request_id uuid)
returns uuid
language plpgsql
security definer -- writes refunds, which no API role may
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_known   public.refunds;
  v_left    bigint;
begin
  select p.* into v_payment from public.payments p where p.id = p_payment_id;
  if v_payment.coach_id = any (private.my_account_ids()) is not true then
    if v_payment.client_id = any (private.my_own_client_ids()) then
      perform private.refuse('PT403', 'only_coaches_sell', 'Only the coach does this', 'Ask your coach.');
    end if;
    perform private.refuse('PT404', 'no_such_payment', 'No such payment', 'Use a payment that you have received.');
  end if;
  perform private.lock_client_shared(v_payment.client_id);
  select p.* into v_payment from public.payments p where p.id = p_payment_id for no key update;
  select r.* into v_known from public.refunds r where r.id = p_request_id;
  if found then
    if v_known.payment_id <> p_payment_id or v_known.amount is distinct from p_amount then
      perform private.refuse_reuse();
    end if;
    return v_known.id; -- a repeated request
  end if;
  if v_payment.status in ('pending', 'failed') then
    perform private.refuse('PT409', 'billing_state', format('A %s payment cannot be given back', v_payment.status), 'Load it once more.',
      jsonb_build_object('table', 'payments', 'from', v_payment.status, 'to', 'refunded'));
  end if;
  v_left := v_payment.amount - (select coalesce(sum(r.amount), 0) from public.refunds r where r.payment_id = p_payment_id and r.status <> 'failed');
  if p_request_id is null or length(p_reason) > 300 or p_amount between 1 and v_left is not true then
    perform private.refuse('PT422', 'refund_too_much', 'This cannot be given back', 'Give an amount above 0, at most what is left of the payment.', jsonb_build_object('left', v_left));
  end if;
  insert into public.refunds (id, payment_id, client_id, coach_id, amount, currency, reason)
  values (p_request_id, p_payment_id, v_payment.client_id, v_payment.coach_id, p_amount, v_payment.currency, coalesce(p_reason, ''));
  if v_payment.method in ('cash', 'transfer') then
    update public.refunds r set status = 'completed', completed_at = now() where r.id = p_request_id;
  else
    perform private.add_payment_task('refund', v_payment.client_id, jsonb_build_object('refund_id', p_request_id));
  end if;
  return p_request_id;
end;
$$;

comment on function private.refund_payment(uuid, bigint, text, uuid) is 'Body of public.refund_payment.';
grant execute on function private.refund_payment(uuid, bigint, text, uuid) to authenticated;


create function public.refund_payment(payment_id uuid, amount bigint, reason text, request_id uuid)
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.refund_payment(payment_id, amount, reason, request_id)
$$;

comment on function public.refund_payment(uuid, bigint, text, uuid) is 'Gives a payment back, all of it or a part, once for each request_id, and returns the id of the refund. One at a provider is pending until the provider has confirmed it. It makes a credit note. Own coach only. PT403 the client, PT404 no such payment, PT409 it has not arrived, PT422 more than is left.';
grant execute on function public.refund_payment(uuid, bigint, text, uuid) to authenticated;


create function private.apply_refund()
returns trigger
language plpgsql
security definer -- writes payments and invoices, which no API role may
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_invoice public.invoices;
  v_sum     bigint;
begin
  select p.* into v_payment from public.payments p where p.id = new.payment_id for no key update;
  v_sum := (select coalesce(sum(r.amount), 0) from public.refunds r where r.payment_id = new.payment_id and r.status = 'completed');
  update public.payments p
  set refunded = v_sum, status = case v_sum when 0 then 'completed' when p.amount then 'refunded' else 'partially_refunded' end::public.payment_status
  where p.id = new.payment_id;
  if new.status <> 'completed' or v_payment.invoice_id is null then
    return null;
  end if;
  select i.* into v_invoice from public.invoices i where i.id = v_payment.invoice_id for no key update;
  if not exists (select from public.invoices i where i.id = new.id) then
    perform private.add_credit_note(new.id, v_invoice, new.amount, new.reason);
  end if;
  if private.paid_of(v_invoice.id) = 0 then
    perform private.revoke_invoice(v_invoice.id);
  end if;
  perform private.notify(
    c.user_id, 'payment_refunded', jsonb_build_object('name', v_payment.description, 'amount', private.money(new.amount, new.currency)),
    'refund ' || new.id, p_client_id => c.id
  ) from public.clients c where c.id = new.client_id;
  return null;
end;
$$;

comment on function private.apply_refund() is 'Counts a refund on its payment, makes the credit note, takes back what was granted once nothing is paid any more, and tells the client.';
-- end of file: sql/billing/functions_payments.sql

-- file: sql/billing/functions_provider.sql
-- billing: what a payment provider says, stored with its effect. Each fact is true when it is fetched, so it may be stored any number of times and in any order.

create function private.apply_payment_fact(p_fact jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_owner   record;
  v_id      uuid := (p_fact ->> 'payment_id')::uuid;
  v_refund  jsonb;
begin
  select p.id into v_id from public.payments p
  where p.provider_invoice_id = p_fact ->> 'provider_invoice_id' or p.intent_id = p_fact ->> 'intent_id' or p.id = v_id
  order by p.id = v_id desc nulls last
  limit 1;
  if v_id is null and p_fact ->> 'provider_invoice_id' is not null then
    -- A renewal. Its id is made from the provider's, so that two at once make one.
    insert into public.payments (id, client_id, coach_id, payer_id, package_id, subscription_id, tier, description, amount, currency, method, grants, provider_invoice_id)
    select md5(p_fact ->> 'provider_invoice_id')::uuid, s.client_id, s.coach_id, c.user_id, s.package_id, s.id, null, k.name,
      (p_fact ->> 'amount')::bigint, p_fact ->> 'currency', 'stripe'::public.payment_method, s.grants, p_fact ->> 'provider_invoice_id'
    from public.client_subscriptions s
    join public.packages k on k.id = s.package_id
    join public.clients c on c.id = s.client_id
    where s.provider_id = p_fact ->> 'subscription'
    union all
    select md5(p_fact ->> 'provider_invoice_id')::uuid, null, null, s.account_id, null, null, s.tier, 'Wellio ' || s.tier,
      (p_fact ->> 'amount')::bigint, p_fact ->> 'currency', 'stripe', '{}', p_fact ->> 'provider_invoice_id'
    from public.subscriptions s
    where s.provider_id = p_fact ->> 'subscription'
    on conflict do nothing
    returning id into v_id;
    v_id := coalesce(v_id, md5(p_fact ->> 'provider_invoice_id')::uuid);
  end if;
  select p.* into v_payment from public.payments p where p.id = v_id for no key update;
  if not found then
    return; -- not ours, or of a client who has been erased
  end if;

  update public.payments p
  set intent_id = coalesce(p.intent_id, p_fact ->> 'intent_id'),
      provider_invoice_id = coalesce(p.provider_invoice_id, p_fact ->> 'provider_invoice_id'),
      checkout_id = coalesce(p.checkout_id, p_fact ->> 'checkout_id'),
      subscription_id = coalesce(p.subscription_id, (select s.id from public.client_subscriptions s where s.provider_id = p_fact ->> 'subscription'))
  where p.id = v_id;
  if p_fact ->> 'customer_id' is not null and v_payment.payer_id is not null then
    insert into private.provider_customers (account_id, customer_id) values (v_payment.payer_id, p_fact ->> 'customer_id') on conflict do nothing;
  end if;

  if p_fact ->> 'status' = 'completed' and v_payment.status in ('pending', 'failed') then
    -- The provider says what was charged; a proration differs from the price.
    update public.payments p set amount = (p_fact ->> 'amount')::bigint, currency = p_fact ->> 'currency' where p.id = v_id;
    perform private.complete_payment(v_id, (p_fact ->> 'paid_at')::timestamptz);
  elsif p_fact ->> 'status' = 'failed' and v_payment.status = 'pending' then
    update public.payments p set status = 'failed', failure = coalesce(p_fact ->> 'failure', 'declined') where p.id = v_id;
    perform private.notify(
      c.user_id, 'payment_failed', jsonb_build_object('name', v_payment.description, 'amount', private.money(v_payment.amount, v_payment.currency)),
      'payment ' || v_id || ' failed', p_client_id => c.id
    ) from public.clients c where c.id = v_payment.client_id and p_fact ->> 'failure' is distinct from 'expired';
  end if;

  for v_refund in select r from jsonb_array_elements(coalesce(p_fact -> 'refunds', '[]')) r order by r ->> 'id' loop
    perform private.apply_refund_fact(v_id, v_refund);
  end loop;
end;
$$;

comment on function private.apply_payment_fact(jsonb) is
  'Stores what a provider says of a payment: {payment_id, checkout_id, intent_id, provider_invoice_id, subscription, customer_id, status, amount, currency, paid_at, failure, refunds: [{id, refund_id, amount, status, failure}]}. A payment never goes back from completed.';


create function private.apply_refund_fact(p_payment_id uuid, p_refund jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_refund public.refunds;
  v_status public.refund_status := p_refund ->> 'status';
begin
  select r.* into v_refund from public.refunds r
  where r.payment_id = p_payment_id and (r.provider_id = p_refund ->> 'id' or r.id::text = p_refund ->> 'refund_id')
  limit 1 for no key update;
  if not found then -- made at the provider, not here
    insert into public.refunds (id, payment_id, client_id, coach_id, amount, currency, reason, provider_id)
    select coalesce((p_refund ->> 'refund_id')::uuid, md5(p_refund ->> 'id')::uuid), p.id, p.client_id, p.coach_id, (p_refund ->> 'amount')::bigint, p.currency, '', p_refund ->> 'id'
    from public.payments p where p.id = p_payment_id
    on conflict do nothing
    returning * into v_refund;
  end if;
  if v_refund.status = v_status or not exists (
    select from private.billing_moves m where m.machine = 'refunds' and m."from" = v_refund.status::text and m."to" = v_status::text
  ) then
    update public.refunds r set provider_id = coalesce(r.provider_id, p_refund ->> 'id') where r.id = v_refund.id and r.provider_id is null;
    return;
  end if;
  update public.refunds r
  set provider_id = p_refund ->> 'id', status = v_status, failure = p_refund ->> 'failure', completed_at = case when v_status = 'completed' then now() end
  where r.id = v_refund.id;
end;
$$;

comment on function private.apply_refund_fact(uuid, jsonb) is 'Stores what a provider says of a refund, also of one that was made there.';


create function private.apply_subscription_fact(p_fact jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_payment public.payments;
  v_id      uuid;
  v_status  public.subscription_status := p_fact ->> 'status';
  v_package public.packages;
begin
  if p_fact ->> 'status' is null then
    return; -- nothing is paid for yet
  end if;
  select p.* into v_payment from public.payments p where p.id = (p_fact ->> 'payment_id')::uuid;
  if not found then
    return; -- not ours, or of a client who has been erased
  end if;
  if v_payment.tier is not null then
    insert into public.subscriptions as s (account_id, tier, status, method, provider_id, current_period_end, cancel_at_period_end)
    values (
      v_payment.payer_id, coalesce((p_fact ->> 'tier')::public.subscription_tier, v_payment.tier), v_status, 'stripe', p_fact ->> 'subscription',
      (p_fact ->> 'current_period_end')::timestamptz, (p_fact ->> 'cancel_at_period_end')::boolean
    )
    on conflict (account_id) do update
      set tier = excluded.tier, status = excluded.status, method = excluded.method, provider_id = excluded.provider_id, requested = null,
          current_period_end = excluded.current_period_end, cancel_at_period_end = excluded.cancel_at_period_end
      where s.provider_id = excluded.provider_id or s.status = 'cancelled' or excluded.status <> 'cancelled';
    perform private.limit_ai_calls();
    return;
  end if;

  select s.id into v_id from public.client_subscriptions s where s.provider_id = p_fact ->> 'subscription' for no key update;
  select k.* into v_package from public.packages k where k.id = coalesce((p_fact ->> 'package_id')::uuid, v_payment.package_id);
  if v_id is null then
    insert into public.client_subscriptions (
      client_id, coach_id, package_id, status, amount, currency, billing_interval, interval_count, grants, method, provider_id,
      current_period_start, current_period_end, cancel_at_period_end, ended_at
    )
    values (
      v_payment.client_id, v_payment.coach_id, v_payment.package_id, v_status, (p_fact ->> 'amount')::bigint, p_fact ->> 'currency',
      (p_fact ->> 'billing_interval')::public.billing_interval, (p_fact ->> 'interval_count')::smallint, v_payment.grants - '{trial_days, recurring_amount}'::text[],
      'stripe', p_fact ->> 'subscription', (p_fact ->> 'current_period_start')::timestamptz, (p_fact ->> 'current_period_end')::timestamptz,
      (p_fact ->> 'cancel_at_period_end')::boolean, case when v_status = 'cancelled' then now() end
    )
    returning id into v_id;
  else
    update public.client_subscriptions s
    set status = v_status, amount = (p_fact ->> 'amount')::bigint, currency = p_fact ->> 'currency',
        billing_interval = (p_fact ->> 'billing_interval')::public.billing_interval, interval_count = (p_fact ->> 'interval_count')::smallint,
        package_id = v_package.id, grants = case when s.package_id = v_package.id then s.grants else private.package_grants(v_package) end,
        current_period_start = (p_fact ->> 'current_period_start')::timestamptz, current_period_end = (p_fact ->> 'current_period_end')::timestamptz,
        cancel_at_period_end = (p_fact ->> 'cancel_at_period_end')::boolean, requested = null,
        ended_at = case when v_status = 'cancelled' then coalesce(s.ended_at, now()) end
    where s.id = v_id and (s.status <> 'cancelled' or v_status = 'cancelled');
  end if;
  perform private.follow_subscription(v_id);
end;
$$;

comment on function private.apply_subscription_fact(jsonb) is
  'Stores what a provider says of a subscription: {subscription, payment_id, package_id, tier, status, amount, currency, billing_interval, interval_count, current_period_start, current_period_end, cancel_at_period_end}. payment_id is the payment with which it began.';


create function private.apply_facts(p_facts jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  v_fact jsonb;
begin
  -- Clients first and in one order, like everybody who writes about them.
  perform private.lock_client_shared(p.client_id) from public.payments p
  where p.id in (select (f ->> 'payment_id')::uuid from jsonb_array_elements(p_facts) f) and p.client_id is not null
  order by p.client_id;
  for v_fact in select f from jsonb_array_elements(p_facts) f loop
    if v_fact ->> 'kind' = 'payment' then
      perform private.apply_payment_fact(v_fact);
      continue;
    end if;
    -- Only the newest answer is stored: whoever has read an older revision asks again.
    insert into private.provider_objects (object_id) values (v_fact ->> 'subscription') on conflict do nothing;
    update private.provider_objects o set revision = o.revision + 1
    where o.object_id = v_fact ->> 'subscription' and o.revision = (v_fact ->> 'revision')::integer;
    if not found then
      return false;
    end if;
    perform private.apply_subscription_fact(v_fact);
  end loop;
  return true;
end;
$$;

comment on function private.apply_facts(jsonb) is 'Stores facts, subscriptions before their payments. False where a fact is older than what is stored: the caller then rolls back and asks again.';


create function worker.provider_revision(p_provider text, p_event_id text, p_object_id text)
returns jsonb
language sql
stable
security definer -- closed to API roles
set search_path = ''
as $$
  select jsonb_build_object(
    'seen', exists (select from private.payment_events e where e.provider = p_provider and e.event_id = p_event_id),
    'revision', coalesce((select o.revision from private.provider_objects o where o.object_id = p_object_id), 0)
  )
$$;

comment on function worker.provider_revision(text, text, text) is 'Whether an event has been applied, and the revision of an object. Asked before the provider is.';
grant execute on function worker.provider_revision(text, text, text) to service_role;


create function worker.apply_payment_event(p_provider text, p_event_id text, p_type text, p_object_id text, p_facts jsonb)
returns text
language plpgsql
security definer -- writes payments, which no API role may
set search_path = ''
as $$
begin
  if p_event_id is not null then
    insert into private.payment_events (provider, event_id, type, object_id) values (p_provider, p_event_id, p_type, p_object_id) on conflict do nothing;
    if not found then
      return 'seen';
    end if;
  end if;
  if not private.apply_facts(p_facts) then
    -- Nothing of this attempt may stay, the event least of all.
    perform private.refuse('PT409', 'provider_moved_on', 'Something newer is stored', 'Ask the provider again.');
  end if;
  return 'applied';
end;
$$;

comment on function worker.apply_payment_event(text, text, text, text, jsonb) is
  'Stores an event of a provider with its effect, in one transaction: seen or applied. Without an event id only the facts. PT409 (provider_moved_on) when a fact is older than what is stored.';
grant execute on function worker.apply_payment_event(text, text, text, text, jsonb) to service_role;


create function worker.attach_checkout(p_payment_id uuid, p_checkout_id text, p_checkout_url text)
returns void
language sql
volatile
security definer -- writes payments, which no API role may
set search_path = ''
as $$
  update public.payments p set checkout_id = p_checkout_id, checkout_url = p_checkout_url where p.id = p_payment_id and p.status = 'pending'
$$;

comment on function worker.attach_checkout(uuid, text, text) is 'Notes the page on which a payment is made.';
grant execute on function worker.attach_checkout(uuid, text, text) to service_role;


create function worker.customer_of(p_account_id uuid)
returns text
language sql
stable
security definer -- closed to API roles
set search_path = ''
as $$
  select c.customer_id from private.provider_customers c where c.account_id = p_account_id
$$;

comment on function worker.customer_of(uuid) is 'How Stripe calls an account; null: it has not paid yet.';
grant execute on function worker.customer_of(uuid) to service_role;


create function private.payment_job(p_message jsonb)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select case p_message ->> 'task'
    when 'pdf' then (
      select to_jsonb(i) || jsonb_build_object(
        'invoice_id', i.id, 'digits', c.digits, 'corrects_label', (select o.label from public.invoices o where o.id = i.corrects),
        'items', (select jsonb_agg(to_jsonb(n) order by n.position) from public.invoice_items n where n.invoice_id = i.id)
      )
      from public.invoices i join public.currencies c on c.code = i.currency
      where i.id = (p_message ->> 'invoice_id')::uuid and i.pdf_path is null
    )
    when 'refund' then (
      select jsonb_build_object('refund_id', r.id, 'payment_id', p.id, 'intent_id', p.intent_id, 'amount', r.amount, 'currency', r.currency)
      from public.refunds r join public.payments p on p.id = r.payment_id
      where r.id = (p_message ->> 'refund_id')::uuid and r.status = 'pending'
    )
    when 'check' then (
      select jsonb_build_object('payment_id', p.id, 'checkout_id', p.checkout_id, 'intent_id', p.intent_id, 'provider_invoice_id', p.provider_invoice_id)
      from public.payments p where p.id = (p_message ->> 'payment_id')::uuid
    )
    when 'watch' then jsonb_build_object('subscription', p_message ->> 'subscription')
    when 'change' then (
      select jsonb_build_object(
        'subscription', s.provider_id, 'action', p_message ->> 'action', 'package_id', k.id, 'name', k.name, 'amount', k.amount, 'currency', k.currency,
        'billing_interval', k.billing_interval, 'interval_count', k.interval_count
      )
      from public.client_subscriptions s left join public.packages k on k.id = (p_message ->> 'package_id')::uuid
      where s.id = (p_message ->> 'subscription_id')::uuid
      union all
      select jsonb_build_object(
        'subscription', s.provider_id, 'action', p_message ->> 'action', 'tier', t.tier, 'name', 'Wellio ' || t.tier, 'amount', t.amount, 'currency', t.currency,
        'billing_interval', t.billing_interval, 'interval_count', 1
      )
      from public.subscriptions s left join public.tiers t on t.tier = (p_message ->> 'tier')::public.subscription_tier
      where s.account_id = (p_message ->> 'account_id')::uuid
    )
  end
$$;

comment on function private.payment_job(jsonb) is 'What a message of payment_tasks is about, as it is now; null: there is nothing to do any more.';


create function worker.claim_payment_tasks(p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, task text, job jsonb)
language sql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
  select m.msg_id, m.read_ct, m.message ->> 'task', private.payment_job(m.message)
  from pgmq.read('payment_tasks', p_lease_seconds, p_limit) m
$$;

comment on function worker.claim_payment_tasks(integer, integer) is 'Leases up to p_limit things that billing has to do outside: pdf, refund, check, watch, change. (msg_id, read_ct) is the lease.';
grant execute on function worker.claim_payment_tasks(integer, integer) to service_role;


create function worker.finish_payment_tasks(p_results jsonb)
returns setof bigint
language plpgsql
security definer -- writes what the tasks found, and pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_held   bigint[] := array(select private.held_messages('payment_tasks', p_results));
  v_result record;
begin
  for v_result in
    select r.* from jsonb_to_recordset(p_results) as r(msg_id bigint, facts jsonb, invoice_id uuid, pdf_path text, pdf_sha256 text)
    where r.msg_id = any (v_held)
    order by r.msg_id
  loop
    update public.invoices i set pdf_path = v_result.pdf_path, pdf_sha256 = v_result.pdf_sha256
    where i.id = v_result.invoice_id and i.pdf_path is null;
    begin
      if not private.apply_facts(coalesce(v_result.facts, '[]')) then
        raise exception using errcode = 'BL001';
      end if;
      perform private.archive_messages('payment_tasks', array[v_result.msg_id]);
    exception
      when sqlstate 'BL001' then -- something newer is stored: ask the provider again
        perform pgmq.set_vt('payment_tasks', v_result.msg_id, 1);
    end;
  end loop;
  return query select unnest(v_held);
end;
$$;

comment on function worker.finish_payment_tasks(jsonb) is 'Stores what the tasks found: [{msg_id, read_ct, facts, invoice_id, pdf_path, pdf_sha256}]; returns the msg_ids that were still held.';
grant execute on function worker.finish_payment_tasks(jsonb) to service_role;


create function private.note_failed_payment_tasks(p_queue text, p_failed jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.refunds r set failure = f.reason, status = case when f.is_dead and f.is_final then 'failed' else r.status end::public.refund_status
  from jsonb_to_recordset(p_failed) as f(message jsonb, reason text, is_dead boolean, is_held boolean, is_final boolean)
  where r.id = (f.message ->> 'refund_id')::uuid and f.is_held and r.status = 'pending';
  update public.client_subscriptions s set requested = null
  from jsonb_to_recordset(p_failed) as f(message jsonb, is_dead boolean, is_held boolean)
  where s.id = (f.message ->> 'subscription_id')::uuid and f.is_held and f.is_dead;
  update public.subscriptions s set requested = null
  from jsonb_to_recordset(p_failed) as f(message jsonb, is_dead boolean, is_held boolean)
  where s.account_id = (f.message ->> 'account_id')::uuid and f.is_held and f.is_dead;
end;
$$;

comment on function private.note_failed_payment_tasks(text, jsonb) is 'Notes why a refund was not made, and that a change of a subscription was given up. on_failed of payment_tasks.';


create function worker.ledger_payments(p_since timestamptz)
returns table (intent_id text, amount bigint, refunded bigint, currency text, status text)
language sql
stable
security definer -- reads payments of all
set search_path = ''
as $$
  select p.intent_id, p.amount, p.refunded, p.currency, p.status::text
  from public.payments p where p.intent_id is not null and p.created_at >= p_since
  union all
  select i.id, null, null, e.currency, 'erased' from public.erased_invoices e cross join unnest(e.provider_ids) i(id) where e.issued_at >= p_since
  order by 1
$$;

comment on function worker.ledger_payments(timestamptz) is 'The payments since a moment that went through a provider, for reconcile.';
grant execute on function worker.ledger_payments(timestamptz) to service_role;
-- end of file: sql/billing/functions_provider.sql

-- file: sql/billing/functions_reports.sql
-- billing: what a coach has earned, and one client's money.

create function private.revenue_by_month(p_from date, p_to date, p_timezone text)
returns table (month date, currency text, booked bigint, received bigint, refunded bigint, payments bigint)
language plpgsql
stable
security definer -- reads without policies, which would be asked for each row
set search_path = ''
as $$
declare
  v_coach uuid[] := private.my_account_ids();
  v_from  timestamptz;
  v_to    timestamptz;
begin
  perform private.check_timezone(p_timezone);
  if (p_to >= p_from and p_to < p_from + interval '10 years') is not true then
    perform private.refuse('PT422', 'revenue_range', 'This is no range of months', 'Give the first and the last month, at most ten years.');
  end if;
  v_from := date_trunc('month', p_from::timestamp) at time zone p_timezone;
  v_to := (date_trunc('month', p_to::timestamp) + interval '1 month') at time zone p_timezone;
  return query
  select date_trunc('month', t.at at time zone p_timezone)::date, t.currency, sum(t.booked)::bigint, sum(t.received)::bigint, sum(t.refunded)::bigint, sum(t.n)::bigint
  from (
    select min(p.paid_at) as at, p.currency, 0::bigint as booked, sum(p.amount) as received, 0::numeric as refunded, count(*) as n
    from public.payments p
    where p.coach_id = any (v_coach) and p.paid_at >= v_from and p.paid_at < v_to
    group by date_trunc('month', p.paid_at at time zone p_timezone), p.currency
    union all
    select r.completed_at, r.currency, 0, 0, r.amount, 0
    from public.refunds r where r.coach_id = any (v_coach) and r.completed_at >= v_from and r.completed_at < v_to
    union all
    select i.issued_at, i.currency, case i.kind when 'invoice' then i.total else -i.total end, 0, 0, 0
    from public.invoices i where i.coach_id = any (v_coach) and i.issued_at >= v_from and i.issued_at < v_to
    union all
    select e.issued_at, e.currency, case e.kind when 'invoice' then e.total else -e.total end, e.received, e.refunded, 0
    from public.erased_invoices e where e.coach_id = any (v_coach) and e.issued_at >= v_from and e.issued_at < v_to
  ) t
  group by 1, 2
  order by 1, 2;
end;
$$;

comment on function private.revenue_by_month(date, date, text) is 'Body of public.revenue_by_month.';
grant execute on function private.revenue_by_month(date, date, text) to authenticated;


create function public.revenue_by_month(from_month date, to_month date, timezone text)
returns table (month date, currency text, booked bigint, received bigint, refunded bigint, payments bigint)
language sql
stable
set search_path = ''
as $$
  select * from private.revenue_by_month(from_month, to_month, timezone)
$$;

comment on function public.revenue_by_month(date, date, text) is
  'The caller''s revenue by month and currency, in minor units: booked (invoices without their credit notes, in the month they are issued), received (payments, in the month they arrive), refunded (in the month it is given back). Months begin in the time zone. PT422 the range or the time zone.';
grant execute on function public.revenue_by_month(date, date, text) to authenticated;


create function public.client_money(client_id uuid)
returns table (currency text, booked bigint, received bigint, refunded bigint, owed bigint)
language plpgsql
stable -- with the caller's rights: a coach who came later sees their own sales alone
set search_path = ''
as $$
begin
  if not exists (select from public.clients c where c.id = client_money.client_id) then
    perform private.refuse_client();
  end if;
  return query
  select t.currency, sum(t.booked)::bigint, sum(t.received)::bigint, sum(t.refunded)::bigint, sum(t.owed)::bigint
  from (
    select i.currency, case i.kind when 'invoice' then i.total else -i.total end as booked, 0::bigint as received, 0::bigint as refunded, coalesce(b.owed, 0) as owed
    from public.invoices i left join public.invoice_balances b on b.invoice_id = i.id
    where i.client_id = client_money.client_id and i.status <> 'draft'
    union all
    select p.currency, 0, p.amount, p.refunded, 0 from public.payments p where p.client_id = client_money.client_id and p.paid_at is not null
  ) t
  group by t.currency
  order by t.currency;
end;
$$;

comment on function public.client_money(uuid) is 'What was invoiced to a client, received, given back and is still owed, by currency, in minor units: of the sales that the caller sees. PT404 no such client.';
grant execute on function public.client_money(uuid) to authenticated;
-- end of file: sql/billing/functions_reports.sql

-- file: sql/billing/functions_subscriptions.sql
-- billing: subscriptions of clients. Those at a provider change there, and here once the provider has said so.

create function private.follow_subscription(p_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.access_grants as a (client_id, coach_id, package_id, subscription_id, starts_at, ends_at)
  select s.client_id, s.coach_id, s.package_id, s.id, least(s.started_at, s.current_period_end),
    case when s.status in ('cancelled', 'paused') then greatest(least(s.current_period_end, coalesce(s.ended_at, now())), least(s.started_at, s.current_period_end)) else s.current_period_end end
  from public.client_subscriptions s
  where s.id = p_id
  on conflict (subscription_id) do update set ends_at = greatest(excluded.ends_at, a.starts_at)
$$;

comment on function private.follow_subscription(uuid) is 'Has access last as long as a subscription is paid for. It rests while the subscription is paused.';


create function private.change_client_subscription(p_subscription_id uuid, p_action text, p_package_id uuid)
returns void
language plpgsql
security definer -- writes subscriptions, which no API role may
set search_path = ''
as $$
declare
  v_subscription public.client_subscriptions;
  v_package      public.packages;
  v_is_coach     boolean;
begin
  select s.* into v_subscription from public.client_subscriptions s where s.id = p_subscription_id;
  v_is_coach := v_subscription.coach_id = any (private.my_account_ids());
  if not found or (v_is_coach or v_subscription.client_id = any (private.my_own_client_ids())) is not true then
    perform private.refuse('PT404', 'no_such_subscription', 'No such subscription', 'Use a subscription that you buy or sell.');
  end if;
  perform private.lock_client_shared(v_subscription.client_id);
  select s.* into v_subscription from public.client_subscriptions s where s.id = p_subscription_id for no key update;
  if p_action in ('cancel', 'resume', 'switch', 'pause', 'unpause') is not true or (p_action in ('pause', 'unpause') and not v_is_coach)
    or v_subscription.status = 'cancelled' or (p_action = 'pause' and v_subscription.status = 'paused') or (p_action = 'unpause' and v_subscription.status <> 'paused')
  then
    perform private.refuse('PT422', 'subscription_action', 'This cannot be done with the subscription now', 'Cancel, resume or switch it; a coach also pauses and unpauses it.');
  end if;
  if p_action = 'switch' then
    v_package := private.lock_package(p_package_id, v_subscription.coach_id);
    if v_package.kind <> 'subscription' or v_package.currency <> v_subscription.currency then
      perform private.refuse('PT422', 'subscription_action', 'This cannot be done with the subscription now', 'Switch to a subscription in the same currency.');
    end if;
    if v_package.id = v_subscription.package_id then
      return;
    end if;
    perform private.check_sale(v_package, v_subscription.client_id);
  end if;

  if v_subscription.provider_id is not null then
    update public.client_subscriptions s set requested = p_action where s.id = p_subscription_id;
    perform private.add_payment_task('change', v_subscription.client_id,
      jsonb_strip_nulls(jsonb_build_object('subscription_id', p_subscription_id, 'action', p_action, 'package_id', v_package.id)));
    return;
  end if;
  update public.client_subscriptions s
  set cancel_at_period_end = case p_action when 'cancel' then true when 'resume' then false else s.cancel_at_period_end end,
      status = case p_action when 'pause' then 'paused' when 'unpause' then 'active' else s.status end,
      package_id = coalesce(v_package.id, s.package_id), amount = coalesce(v_package.amount, s.amount),
      billing_interval = coalesce(v_package.billing_interval, s.billing_interval), interval_count = coalesce(v_package.interval_count, s.interval_count),
      grants = case when v_package.id is null then s.grants else private.package_grants(v_package) end
  where s.id = p_subscription_id;
  perform private.follow_subscription(p_subscription_id);
end;
$$;

comment on function private.change_client_subscription(uuid, text, uuid) is 'Body of public.change_client_subscription.';
grant execute on function private.change_client_subscription(uuid, text, uuid) to authenticated;


create function public.change_client_subscription(subscription_id uuid, action text, package_id uuid default null)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.change_client_subscription(subscription_id, action, package_id)
$$;

comment on function public.change_client_subscription(uuid, text, uuid) is
  'cancel ends a subscription with its period, resume takes that back, switch goes to another package (the provider settles the difference; one that is invoiced changes with the next invoice); the coach also pauses and unpauses it. At a provider it is "requested" until confirmed. PT404 no such subscription or package, PT409 no place left, PT422 not now.';
grant execute on function public.change_client_subscription(uuid, text, uuid) to authenticated;


create function private.renew_subscriptions()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_subscription public.client_subscriptions;
  v_client       public.clients;
  v_invoice      public.invoices;
  v_renewed      integer := 0;
begin
  for v_subscription in
    select s.* from public.client_subscriptions s
    where s.provider_id is null and s.status in ('active', 'past_due', 'paused') and s.current_period_end <= now()
    order by s.id limit 500
    for no key update skip locked
  loop
    if v_subscription.cancel_at_period_end then
      update public.client_subscriptions s set status = 'cancelled', ended_at = now() where s.id = v_subscription.id;
    elsif v_subscription.status <> 'paused' then
      select c.* into v_client from public.clients c where c.id = v_subscription.client_id;
      v_invoice.id := gen_random_uuid();
      perform private.draft_invoice(
        v_invoice.id, v_client, v_subscription.coach_id, v_subscription.currency,
        jsonb_build_array(jsonb_build_object(
          'description', (select k.name from public.packages k where k.id = v_subscription.package_id), 'unit_amount', v_subscription.amount,
          'package_id', v_subscription.package_id, 'grants', v_subscription.grants
        )),
        p_subscription_id => v_subscription.id, p_period_start => v_subscription.current_period_end
      );
      v_invoice := private.issue_invoice(v_invoice.id);
      perform private.tell_of_invoice(v_invoice, 'invoice_issued', 'invoice ' || v_invoice.id);
      update public.client_subscriptions s
      set current_period_start = s.current_period_end,
          current_period_end = s.current_period_end + private.billing_period(to_jsonb(s))
      where s.id = v_subscription.id;
      v_renewed := v_renewed + 1;
    end if;
    perform private.follow_subscription(v_subscription.id);
  end loop;
  return v_renewed;
end;
$$;

comment on function private.renew_subscriptions() is 'Invoices the next period of subscriptions that are paid in cash or by transfer, and ends those that were cancelled. Run by cron. Returns how many were renewed.';
-- end of file: sql/billing/functions_subscriptions.sql

-- file: sql/billing/functions_tiers.sql
-- billing: what a coach's own tier allows.

create function private.trial_ends_at(p_account_id uuid)
returns timestamptz
language sql
stable
set search_path = ''
return (
  select p.created_at + make_interval(days => coalesce((select s.value from private.settings s where s.name = 'tier_trial_days'), 30))
  from public.profiles p where p.id = p_account_id
);

comment on function private.trial_ends_at(uuid) is 'Until when an account has the tier business for nothing.';


create function private.tier_of(p_account_id uuid)
returns public.subscription_tier
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (select s.tier from public.subscriptions s where s.account_id = p_account_id and s.status <> 'cancelled' and s.status <> 'paused'),
    case when private.trial_ends_at(p_account_id) > now() then 'business' else 'free' end::public.subscription_tier
  );
end;
$$;

comment on function private.tier_of(uuid) is 'The tier of a coach: the one that is paid for, else business during the trial, else free.';


create function private.tier_limit(p_account_id uuid, p_name text)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
  return (select (to_jsonb(t) ->> p_name)::integer from public.tiers t where t.tier = private.tier_of(p_account_id));
end;
$$;

comment on function private.tier_limit(uuid, text) is 'How much the tier of a coach allows; null: any number.';


create function private.check_tier_limit(p_account_id uuid, p_name text, p_used bigint)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_limit integer := private.tier_limit(p_account_id, p_name);
begin
  if p_used > v_limit then
    perform private.refuse(
      'PT402', 'tier_limit', format('The tier %s allows %s: %s', private.tier_of(p_account_id), p_name, v_limit),
      'Choose a larger tier: POST {"tier": "pro"} to /functions/v1/checkout. What is there stays readable.',
      jsonb_build_object('name', p_name, 'limit', v_limit, 'tier', private.tier_of(p_account_id))
    );
  end if;
end;
$$;

comment on function private.check_tier_limit(uuid, text, bigint) is 'Refuses with PT402 what is more than the tier of a coach allows. Other domains call it.';


create function private.tier_count(p_account_id uuid, p_name text)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
declare
  v_counts text := (select c.counts from private.tier_counts c where c.name = p_name);
  v_count  bigint;
begin
  execute format('select private.%I($1)', v_counts) into v_count using p_account_id;
  return coalesce(v_count, 0);
end;
$$;

comment on function private.tier_count(uuid, text) is 'What a later domain counts for a coach: private.tier_counts.';


create function private.tier_usage(p_account_id uuid, p_name text)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return case p_name
    when 'clients' then (select count(*) from public.clients c where c.coach_id = p_account_id and c.archived_at is null)
    when 'ai_calls_a_day' then coalesce(
      (select u.calls from private.ai_account_usage u where u.account_id = p_account_id and u.day = private.local_date(now(), 'UTC')), 0)
    when 'team_seats' then (
      select count(*) from public.team_members m
      where m.team_id in (select o.team_id from public.team_members o where o.user_id = p_account_id and o.role = 'owner')
    )
    else private.tier_count(p_account_id, p_name)
  end;
end;
$$;

comment on function private.tier_usage(uuid, text) is 'How much of what a tier limits a coach uses.';


create function private.my_tier()
returns jsonb
language plpgsql
stable
security definer -- counts what the tier limits
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
  v_own  public.subscriptions;
begin
  select s.* into v_own from public.subscriptions s where s.account_id = v_user;
  return jsonb_build_object(
    'tier', private.tier_of(v_user),
    'status', coalesce(v_own.status::text, case when private.trial_ends_at(v_user) > now() then 'trialing' else 'active' end),
    'trial_ends_at', case when v_own.account_id is null or v_own.status = 'cancelled' then private.trial_ends_at(v_user) end,
    'current_period_end', v_own.current_period_end, 'cancel_at_period_end', coalesce(v_own.cancel_at_period_end, false), 'requested', v_own.requested,
    'limits', (
      select jsonb_object_agg(n, jsonb_build_object('limit', private.tier_limit(v_user, n), 'used', private.tier_usage(v_user, n)))
      from unnest('{clients, ai_calls_a_day, team_seats, automations}'::text[]) n
    )
  );
end;
$$;

comment on function private.my_tier() is 'Body of public.my_tier.';
grant execute on function private.my_tier() to authenticated;


create function public.my_tier()
returns jsonb
language sql
stable
set search_path = ''
return private.my_tier();

comment on function public.my_tier() is 'The caller''s own tier as a coach: {tier, status, trial_ends_at, current_period_end, cancel_at_period_end, requested, limits: {clients: {limit, used}, ai_calls_a_day, team_seats, automations}}. A limit that is null is none. Above a limit nothing is added; what is there stays.';
grant execute on function public.my_tier() to authenticated;


create function private.tier_order(p_payment public.payments, p_tier public.subscription_tier)
returns public.payments
language plpgsql
set search_path = ''
as $$
declare
  v_tier public.tiers;
begin
  if not private.am_coach() then
    perform private.refuse('PT403', 'only_coaches_sell', 'Only a coach has a tier', 'Sign up as a coach.');
  end if;
  select t.* into v_tier from public.tiers t where t.tier = p_tier and t.amount > 0;
  if not found then
    perform private.refuse('PT422', 'tier_unknown', 'This tier cannot be bought', 'Choose pro or business; cancel for free.');
  end if;
  if exists (select from public.subscriptions s where s.account_id = p_payment.payer_id and s.status <> 'cancelled') then
    perform private.refuse('PT409', 'tier_same', 'There is a paid tier already', 'Change it by change_tier.');
  end if;
  p_payment.tier := p_tier;
  p_payment.amount := v_tier.amount;
  p_payment.currency := v_tier.currency;
  p_payment.description := 'Wellio ' || p_tier;
  p_payment.grants := jsonb_build_object('billing_interval', v_tier.billing_interval, 'interval_count', 1);
  return p_payment;
end;
$$;

comment on function private.tier_order(public.payments, public.subscription_tier) is 'Fills a payment for the tier of a coach.';


create function private.change_tier(p_action text, p_tier public.subscription_tier)
returns void
language plpgsql
security definer -- writes subscriptions, which no API role may
set search_path = ''
as $$
declare
  v_own public.subscriptions;
begin
  select s.* into v_own from public.subscriptions s where s.account_id = (select auth.uid()) and s.status <> 'cancelled' for no key update;
  if not found then
    perform private.refuse('PT404', 'no_such_subscription', 'There is no paid tier', 'Buy one at /functions/v1/checkout.');
  end if;
  if p_action in ('cancel', 'resume', 'switch') is not true or (p_action = 'switch') <> (p_tier is not null)
    or (p_action = 'switch' and not exists (select from public.tiers t where t.tier = p_tier and t.amount > 0))
  then
    perform private.refuse('PT422', 'subscription_action', 'This cannot be done with the subscription now', 'Cancel, resume, or switch to pro or business.');
  end if;
  if v_own.provider_id is null then
    update public.subscriptions s set cancel_at_period_end = p_action = 'cancel', tier = coalesce(p_tier, s.tier) where s.account_id = v_own.account_id;
    return;
  end if;
  update public.subscriptions s set requested = p_action where s.account_id = v_own.account_id;
  perform private.add_payment_task('change', null, jsonb_strip_nulls(jsonb_build_object('account_id', v_own.account_id, 'action', p_action, 'tier', p_tier)));
end;
$$;

comment on function private.change_tier(text, public.subscription_tier) is 'Body of public.change_tier.';
grant execute on function private.change_tier(text, public.subscription_tier) to authenticated;


create function public.change_tier(action text, tier public.subscription_tier default null)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.change_tier(action, tier)
$$;

comment on function public.change_tier(text, public.subscription_tier) is 'cancel ends the caller''s paid tier with its period, resume takes that back, switch goes to another paid tier. It is "requested" until the provider has confirmed it. PT404 no paid tier, PT422 another action.';
grant execute on function public.change_tier(text, public.subscription_tier) to authenticated;


create function private.limit_ai_calls()
returns void
language sql
volatile
set search_path = ''
as $$
  insert into private.ai_account_limits as l (account_id, calls_a_day)
  select p.id, t.ai_calls_a_day
  from public.profiles p
  join public.tiers t on t.tier = private.tier_of(p.id)
  where p.role = 'coach' and t.ai_calls_a_day is not null
  on conflict (account_id) do update set calls_a_day = excluded.calls_a_day where l.calls_a_day <> excluded.calls_a_day;
  delete from private.ai_account_limits l
  using public.tiers t
  where t.tier = private.tier_of(l.account_id) and t.ai_calls_a_day is null
$$;

comment on function private.limit_ai_calls() is 'Tells the domain ai how many calls of a model the tier of each coach allows. Run by cron, because trials end by themselves.';
-- end of file: sql/billing/functions_tiers.sql

-- file: sql/billing/triggers.sql
-- billing: allowed moves, what is final, limits of tiers, and what people write directly.

create function private.check_billing_move()
returns trigger
language plpgsql
security definer -- reads the allowed moves, closed to API roles
set search_path = ''
as $$
begin
  if not exists (
    select from private.billing_moves m where m.machine = tg_table_name and m."from" = old.status::text and m."to" = new.status::text
  ) then
    perform private.refuse(
      'PT409', 'billing_state', format('%s: %s cannot become %s', tg_table_name, old.status, new.status), 'Load it once more.',
      jsonb_build_object('table', tg_table_name, 'from', old.status, 'to', new.status)
    );
  end if;
  return new;
end;
$$;

comment on function private.check_billing_move() is 'Refuses a state that may not follow the one before it: private.billing_moves.';

create trigger check_move before update of status on public.payments
  for each row when (old.status <> new.status) execute function private.check_billing_move();
create trigger check_move before update of status on public.refunds
  for each row when (old.status <> new.status) execute function private.check_billing_move();
create trigger check_move before update of status on public.invoices
  for each row when (old.status <> new.status) execute function private.check_billing_move();
create trigger check_move before update of status on public.client_subscriptions
  for each row when (old.status <> new.status) execute function private.check_billing_move();

create trigger apply_refund after update of status on public.refunds
  for each row when (old.status <> new.status) execute function private.apply_refund();


create function private.keep_invoice()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- label is generated, and not there yet.
  if old.status <> 'draft' and (
    to_jsonb(new) - '{status, paid_at, pdf_path, pdf_sha256, label}'::text[] is distinct from to_jsonb(old) - '{status, paid_at, pdf_path, pdf_sha256, label}'::text[]
    or (old.pdf_path is not null and (new.pdf_path, new.pdf_sha256) is distinct from (old.pdf_path, old.pdf_sha256))
  ) then
    perform private.refuse_final(old);
  end if;
  return new;
end;
$$;

comment on function private.keep_invoice() is 'Refuses any change of what a final invoice says, and a second file.';

create trigger keep_invoice before update on public.invoices
  for each row execute function private.keep_invoice();


create function private.keep_items()
returns trigger
language plpgsql
security definer -- reads invoices without their policies
set search_path = ''
as $$
declare
  v_invoice public.invoices;
begin
  if tg_op = 'UPDATE' and new.package_id is null and to_jsonb(new) - 'package_id' = to_jsonb(old) - 'package_id' then
    return new; -- the package is gone
  end if;
  select i.* into v_invoice from public.invoices i where i.id = case tg_op when 'DELETE' then old.invoice_id else new.invoice_id end;
  if found then -- else the invoice itself goes
    perform private.refuse_final(v_invoice);
  end if;
  return case tg_op when 'DELETE' then old else new end;
end;
$$;

comment on function private.keep_items() is 'Refuses a change of the lines of a final invoice.';

create trigger keep_items before insert or update or delete on public.invoice_items
  for each row execute function private.keep_items();


create function private.keep_ledger()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform private.refuse('PT409', 'billing_state', 'The ledger is only added to', 'Add an entry.', jsonb_build_object('table', tg_table_name, 'from', 'entry', 'to', 'changed'));
  return null;
end;
$$;

comment on function private.keep_ledger() is 'Refuses a change of what stands in the ledger.';

create trigger keep_ledger before update on public.credits
  for each row execute function private.keep_ledger();


create function private.keep_sums()
returns trigger
language plpgsql
security definer -- writes what outlasts the client
set search_path = ''
as $$
begin
  insert into public.erased_invoices (coach_id, year, number, kind, currency, total, tax, received, refunded, issued_at, provider_ids)
  select old.coach_id, old.year, old.number, old.kind, old.currency, old.total, old.tax, coalesce(sum(p.amount), 0), coalesce(sum(p.refunded), 0), old.issued_at,
    coalesce(array_agg(p.intent_id) filter (where p.intent_id is not null), '{}')
  from public.profiles c
  left join public.payments p on p.invoice_id = old.id and p.paid_at is not null
  where c.id = old.coach_id -- else the coach's account goes, too
  group by c.id
  on conflict do nothing;
  return old;
end;
$$;

comment on function private.keep_sums() is 'Keeps number and sums of a final invoice that is erased with its client.';

create trigger keep_sums before delete on public.invoices
  for each row when (old.status <> 'draft') execute function private.keep_sums();


create function private.check_package()
returns trigger
language plpgsql
security definer -- reads programmes without their policies
set search_path = ''
as $$
begin
  if (length(btrim(new.name)) between 1 and 120 and new.name ~ '[^[:space:]\u200b-\u200f\u2060\ufeff]' and length(new.description) <= 2000) is not true then
    perform private.refuse('PT422', 'package_name', 'A package needs a name', 'Give 1 to 120 characters, and a description of at most 2000.');
  end if;
  if new.amount between 1 and 99999999 is not true then
    perform private.refuse('PT422', 'package_amount', 'A price is above 0', 'Give amount in whole minor units, from 1 to 99999999.');
  end if;
  perform private.check_currency(new.currency);
  if new.kind is null or (new.kind = 'subscription') <> (num_nonnulls(new.billing_interval, new.interval_count) = 2)
    or (new.kind <> 'subscription' and (num_nonnulls(new.billing_interval, new.interval_count) > 0 or new.trial_days <> 0))
    or (coalesce(new.interval_count, 1) between 1 and 12 and new.trial_days between 0 and 365) is not true
    or (new.billing_interval = 'year' and new.interval_count > 3)
  then
    perform private.refuse('PT422', 'package_interval', 'A subscription, and nothing else, is renewed', 'Give a subscription billing_interval and interval_count (1 to 12, of years 1 to 3), and trial_days of 0 to 365; another package none of them.');
  end if;
  if (coalesce(new.sessions, 1) between 1 and 1000 and coalesce(new.sessions_valid_days, 1) between 1 and 3650 and coalesce(new.access_days, 1) between 1 and 3650) is not true
    or (new.sessions is null and (new.sessions_valid_days is not null or new.kind = 'per_session'))
  then
    perform private.refuse('PT422', 'package_grants', 'This cannot be granted', 'Give sessions of 1 to 1000, and days of 1 to 3650; a package per session has sessions.');
  end if;
  if new.template_id is not null and not exists (select from public.program_templates t where t.id = new.template_id and t.coach_id = new.coach_id) then
    perform private.refuse('PT422', 'package_grants', 'This cannot be granted', 'Give a programme of yours.');
  end if;
  if coalesce(new.places, 1) between 1 and 100000 is not true then
    perform private.refuse('PT422', 'package_places', 'A package has at least one place', 'Give places of 1 to 100000, or null for any number.');
  end if;
  if tg_op = 'UPDATE' then
    new.archived_at := case when new.archived_at is not null then coalesce(old.archived_at, now()) end;
  end if;
  return new;
end;
$$;

comment on function private.check_package() is 'Refuses a package without a name or a price, and a promise that cannot be kept.';

create trigger check_package before insert or update on public.packages
  for each row execute function private.check_package();
create trigger mark_version before update of version on public.packages
  for each row execute function private.mark_version();
create trigger mark_version_missing
  before update of name, description, amount, currency, billing_interval, interval_count, trial_days, sessions, sessions_valid_days, template_id, access_days, places, archived_at on public.packages
  for each row when (new.version = old.version and current_user = 'authenticated') execute function private.refuse_missing_version();
create trigger next_version before update on public.packages
  for each row execute function private.next_version();


create function private.check_discount_code()
returns trigger
language plpgsql
security definer -- reads packages without their policies
set search_path = ''
as $$
begin
  new.code := upper(btrim(new.code));
  if new.code ~ '^[0-9A-ZА-ЯЁ_-]{3,30}$' is not true or num_nonnulls(new.percent_off, new.amount_off) <> 1
    or (new.amount_off is null) <> (new.currency is null) or coalesce(new.percent_off, 1) not between 1 and 99
    or coalesce(new.amount_off, 1) not between 1 and 99999999 or coalesce(new.max_uses, 1) < 1
    or (new.package_id is not null and not exists (select from public.packages k where k.id = new.package_id and k.coach_id = new.coach_id))
  then
    perform private.refuse('PT422', 'discount_code', 'This is no discount code', 'Give a code of 3 to 30 letters and digits, and percent_off (1 to 99) or amount_off with currency; a package of yours.');
  end if;
  if new.currency is not null then
    perform private.check_currency(new.currency);
  end if;
  if tg_op = 'INSERT' and exists (select from public.discount_codes d where d.coach_id = new.coach_id and d.code = new.code) then
    perform private.refuse('PT409', 'discount_code', 'This code is there already', 'Choose another code.');
  end if;
  if tg_op = 'UPDATE' then
    new.archived_at := case when new.archived_at is not null then coalesce(old.archived_at, now()) end;
  end if;
  return new;
end;
$$;

comment on function private.check_discount_code() is 'Refuses a code that is too short or lowers nothing, and stores it in upper case.';

create trigger check_discount_code before insert or update on public.discount_codes
  for each row execute function private.check_discount_code();
create trigger mark_version before update of version on public.discount_codes
  for each row execute function private.mark_version();
create trigger mark_version_missing before update of max_uses, valid_until, archived_at on public.discount_codes
  for each row when (new.version = old.version and current_user = 'authenticated') execute function private.refuse_missing_version();
create trigger next_version before update on public.discount_codes
  for each row execute function private.next_version();


create function private.check_seller()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if (
    length(new.name) <= 200 and length(new.address) <= 500 and length(new.tax_id) <= 60 and length(new.note) <= 1000 and new.tax_percent between 0 and 50
    and new.due_days between 0 and 90
  ) is not true then
    perform private.refuse('PT422', 'seller_details', 'These details cannot stand on an invoice', 'Give a name of at most 200 characters, a tax of 0 to 50 percent, and 0 to 90 days to pay.');
  end if;
  return new;
end;
$$;

comment on function private.check_seller() is 'Refuses details that are too long, and a tax or a term out of range.';

create trigger check_seller before insert or update on public.seller_details
  for each row execute function private.check_seller();
create trigger mark_version before update of version on public.seller_details
  for each row execute function private.mark_version();
create trigger mark_version_missing before update of name, address, tax_id, tax_percent, due_days, note on public.seller_details
  for each row when (new.version = old.version and current_user = 'authenticated') execute function private.refuse_missing_version();
create trigger next_version before update on public.seller_details
  for each row execute function private.next_version();


create function private.limit_clients_by_tier()
returns trigger
language plpgsql
security definer -- counts clients without their policies
set search_path = ''
as $$
begin
  if new.coach_id is not null then
    perform from public.profiles p where p.id = new.coach_id for no key update;
    perform private.check_tier_limit(new.coach_id, 'clients', private.tier_usage(new.coach_id, 'clients'));
  end if;
  return null;
end;
$$;

comment on function private.limit_clients_by_tier() is 'Refuses a client beyond what the tier of the coach allows: a new one, and one who comes back from the archive.';

create trigger limit_clients_by_tier after insert on public.clients
  for each row execute function private.limit_clients_by_tier();
create trigger limit_unarchived_by_tier after update of archived_at on public.clients
  for each row when (old.archived_at is not null and new.archived_at is null) execute function private.limit_clients_by_tier();


create function private.limit_seats_by_tier()
returns trigger
language plpgsql
security definer -- counts members without their policies
set search_path = ''
as $$
declare
  v_owner uuid := (
    select m.user_id from public.team_members m where m.team_id = new.team_id and m.role = 'owner' order by m.joined_at, m.user_id limit 1
  );
begin
  perform from public.teams t where t.id = new.team_id for no key update;
  perform private.check_tier_limit(v_owner, 'team_seats', (
    select count(*) from public.team_members m where m.team_id = new.team_id
  ) + case tg_table_name when 'team_invites' then (
    select count(*) from public.team_invites i where i.team_id = new.team_id and i.accepted_at is null and i.expires_at > now()
  ) else 0 end);
  return null;
end;
$$;

comment on function private.limit_seats_by_tier() is 'Refuses a member, or an invite, beyond the seats that the tier of the team''s owner allows.';

create trigger limit_seats_by_tier after insert on public.team_members
  for each row execute function private.limit_seats_by_tier();
create trigger limit_seats_by_tier after insert on public.team_invites
  for each row execute function private.limit_seats_by_tier();
-- end of file: sql/billing/triggers.sql

-- file: sql/billing/triggers_announce.sql
-- billing: tells the screens what has changed, see private.announce.

create function private.announce_sales()
returns trigger
language plpgsql
security definer -- calls private.announce, closed to API roles
set search_path = ''
as $$
begin
  perform private.announce(tg_table_name, array(select distinct c.client_id from changed c where c.client_id is not null));
  return null;
end;
$$;

comment on function private.announce_sales() is 'Announces changed sales of clients by the name of the table.';

create trigger announce_added after insert on public.payments
  referencing new table as changed for each statement execute function private.announce_sales();
create trigger announce_changed after update on public.payments
  referencing new table as changed for each statement execute function private.announce_sales();
create trigger announce_added after insert on public.invoices
  referencing new table as changed for each statement execute function private.announce_sales();
create trigger announce_changed after update on public.invoices
  referencing new table as changed for each statement execute function private.announce_sales();
create trigger announce_added after insert on public.client_subscriptions
  referencing new table as changed for each statement execute function private.announce_sales();
create trigger announce_changed after update on public.client_subscriptions
  referencing new table as changed for each statement execute function private.announce_sales();
create trigger announce_added after insert on public.credits
  referencing new table as changed for each statement execute function private.announce_sales();


create function private.announce_packages()
returns trigger
language plpgsql
security definer -- writes messages of Realtime, which no API role may
set search_path = ''
as $$
begin
  perform private.announce_to('packages', array(select c.coach_id from changed c));
  return null;
end;
$$;

comment on function private.announce_packages() is 'Announces changed packages to their coach.';

create trigger announce_added after insert on public.packages
  referencing new table as changed for each statement execute function private.announce_packages();
create trigger announce_changed after update on public.packages
  referencing new table as changed for each statement execute function private.announce_packages();


create function private.announce_tiers()
returns trigger
language plpgsql
security definer -- writes messages of Realtime, which no API role may
set search_path = ''
as $$
begin
  perform private.announce_to('subscriptions', array(select c.account_id from changed c));
  return null;
end;
$$;

comment on function private.announce_tiers() is 'Announces a changed tier to its coach.';

create trigger announce_added after insert on public.subscriptions
  referencing new table as changed for each statement execute function private.announce_tiers();
create trigger announce_changed after update on public.subscriptions
  referencing new table as changed for each statement execute function private.announce_tiers();
-- end of file: sql/billing/triggers_announce.sql

-- file: sql/billing/views.sql
-- billing: what is owed, and the balances of credits.

create view public.invoice_balances with (security_invoker = true) as
select i.id as invoice_id, i.client_id, i.coach_id, i.currency, i.total, coalesce(p.paid, 0) as paid, coalesce(n.credited, 0) as credited,
  case when i.status in ('open', 'uncollectible') then i.total - coalesce(p.paid, 0) - coalesce(n.credited, 0) else 0 end as owed,
  i.status = 'open' and i.due_on < (now() at time zone 'UTC')::date as is_overdue,
  case when i.status = 'open' then greatest(0, (now() at time zone 'UTC')::date - i.due_on) else 0 end as overdue_days
from public.invoices i
left join lateral (
  select sum(p.amount - p.refunded)::bigint as paid from public.payments p where p.invoice_id = i.id and p.paid_at is not null
) p on true
left join lateral (
  select sum(o.total)::bigint as credited from public.invoices o where o.corrects = i.id and o.status <> 'draft'
) n on true
where i.kind = 'invoice' and i.status <> 'draft';

comment on view public.invoice_balances is 'What was paid of each invoice, lowered by credit notes, and is still owed; whether it is overdue, by the UTC day.';
grant select on public.invoice_balances to authenticated;

create trigger refuse_write instead of insert or update or delete on public.invoice_balances
  for each row execute function private.refuse_write();


create view public.credit_balances with (security_invoker = true) as
select l.client_id, l.coach_id, sum(e.delta)::integer as balance,
  min(l.expires_at) filter (where e.left_over > 0) as next_expiry,
  coalesce(sum(e.left_over) filter (where l.expires_at < now() + interval '14 days'), 0)::integer as expiring
from public.credit_lots l
cross join lateral (select coalesce(sum(c.delta), 0) as delta, coalesce(sum(c.delta), 0) as left_over from public.credits c where c.lot_id = l.id) e
where coalesce(l.expires_at > now(), true)
group by l.client_id, l.coach_id;

comment on view public.credit_balances is 'How many credits a client has with a coach: the sum of the ledger over lots that have not expired; when the next expire, and how many within two weeks.';
grant select on public.credit_balances to authenticated;

create trigger refuse_write instead of insert or update or delete on public.credit_balances
  for each row execute function private.refuse_write();
-- end of file: sql/billing/views.sql

-- file: sql/billing/policies.sql
-- billing: a sale is seen by the client and by the coach who sold; nobody else of a team sees money.

create policy "Everybody signed in reads the currencies" on public.currencies
  for select to authenticated
  using (true);

create policy "Everybody signed in reads the steps of reminders" on public.dunning_steps
  for select to authenticated
  using (true);

create policy "Everybody signed in reads what tiers allow" on public.tiers
  for select to authenticated
  using (true);


create policy "Coaches read their packages, clients those on sale" on public.packages
  for select to authenticated
  using (
    coach_id = any ((select private.my_account_ids())::uuid[])
    or (archived_at is null and coach_id = any ((select private.my_coach_ids())::uuid[]))
    or id = any ((select private.my_package_ids())::uuid[])
  );

create policy "Coaches add packages of their own" on public.packages
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches change their own packages" on public.packages
  for update to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]))
  with check (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read their own discount codes" on public.discount_codes
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches add discount codes of their own" on public.discount_codes
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches change their own discount codes" on public.discount_codes
  for update to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]))
  with check (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read their own details as a seller" on public.seller_details
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches begin their own details as a seller" on public.seller_details
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches change their own details as a seller" on public.seller_details
  for update to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]))
  with check (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Buyer and seller read subscriptions of clients" on public.client_subscriptions
  for select to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]) or coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Buyer and seller read invoices, the seller also drafts" on public.invoices
  for select to authenticated
  using (
    coach_id = any ((select private.my_account_ids())::uuid[])
    or (status <> 'draft' and client_id = any ((select private.my_own_client_ids())::uuid[]))
  );

create policy "Those who read an invoice read its lines" on public.invoice_items
  for select to authenticated
  using (exists (select from public.invoices i where i.id = invoice_items.invoice_id));

create policy "Those who load an invoice read it" on storage.objects
  for select to authenticated
  using (bucket_id = 'invoices' and exists (select from public.invoices i where i.pdf_path = objects.name));

create policy "Buyer and seller read payments" on public.payments
  for select to authenticated
  using (
    client_id = any ((select private.my_own_client_ids())::uuid[])
    or coach_id = any ((select private.my_account_ids())::uuid[])
    or payer_id = any ((select private.my_account_ids())::uuid[])
  );

create policy "Buyer and seller read refunds" on public.refunds
  for select to authenticated
  using (exists (select from public.payments p where p.id = refunds.payment_id));

create policy "Sellers read the sums of invoices of erased clients" on public.erased_invoices
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Buyer and seller read lots of credits" on public.credit_lots
  for select to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]) or coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Buyer and seller read the ledger of credits" on public.credits
  for select to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]) or coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Buyer and seller read what access was bought" on public.access_grants
  for select to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]) or coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read which tier they pay for" on public.subscriptions
  for select to authenticated
  using (account_id = any ((select private.my_account_ids())::uuid[]));


create policy "Nobody reads counters of invoices through the API" on private.invoice_counters
  for select to authenticated
  using (false);

create policy "Nobody reads which reminders went through the API" on private.reminders
  for select to authenticated
  using (false);

create policy "Nobody reads events of providers through the API" on private.payment_events
  for select to authenticated
  using (false);

create policy "Nobody reads revisions of providers through the API" on private.provider_objects
  for select to authenticated
  using (false);

create policy "Nobody reads customers of providers through the API" on private.provider_customers
  for select to authenticated
  using (false);

create policy "Nobody reads allowed moves through the API" on private.billing_moves
  for select to authenticated
  using (false);

create policy "Nobody reads how tiers are counted through the API" on private.tier_counts
  for select to authenticated
  using (false);
-- end of file: sql/billing/policies.sql

-- file: sql/billing/jobs.sql
-- billing: what time brings. Idempotent, because it is applied again whenever it changes.

select private.add_job('remind_of_invoices', '7 * * * *', 'select private.remind_of_invoices()', 'Nobody is reminded of overdue invoices.');
select private.add_job('renew_subscriptions', '*/15 * * * *', 'select private.renew_subscriptions()', 'Subscriptions that are invoiced are not renewed.');
select private.add_job('check_open_payments', '*/10 * * * *', 'select private.check_open_payments()', 'A payment whose event was lost stays pending.');
select private.add_job('expire_credits', '27 * * * *', 'select private.expire_credits()', 'Expired credits are not written off.');
select private.add_job('limit_ai_calls', '37 * * * *', 'select private.limit_ai_calls()', 'The calls of a model that a tier allows are not limited.');
select private.add_job(
  'forget payment events', '47 3 * * *',
  $$delete from private.payment_events where received_at < now() - interval '90 days'$$, 'events of providers pile up'
);
-- end of file: sql/billing/jobs.sql
