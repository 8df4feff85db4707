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
