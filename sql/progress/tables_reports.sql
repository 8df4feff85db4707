-- progress: weekly reports as the coach has them, and what of them was sent to the client.

create type public.report_status as enum ('queued', 'ready', 'failed');

create table public.weekly_reports (
  id               uuid primary key default gen_random_uuid(),
  client_id        uuid not null references public.clients (id) on delete cascade,
  week_start       date not null check (extract(isodow from week_start) = 1),
  week_end         date not null generated always as (week_start + 6) stored,
  status           public.report_status not null default 'queued',
  error            text,
  reason           text,
  plan             jsonb,
  aggregates       jsonb,
  flags            jsonb,
  details          jsonb,
  facts_changed_at timestamptz,
  coach_report     text check (coach_report <> ''),
  client_report    text check (client_report <> ''),
  coach_note       text,
  edited_at        timestamptz,
  generated_by     text,
  generated_at     timestamptz,
  version          integer not null default 1,
  created_at       timestamptz not null default now(),

  constraint weekly_reports_client_id_week_start_key unique (client_id, week_start),
  constraint weekly_reports_id_client_id_key unique (id, client_id)
);

comment on table public.weekly_reports is
  'One report per client and week, in two voices, with the facts exactly as the writer of the texts got them. Only the coach reads it; the client reads what was sent of it.';
comment on column public.weekly_reports.details is 'The week day by day (days), the aggregates of the week before (before), and while the week is running how many of its days are over (days_over): what the texts compare.';
comment on column public.weekly_reports.facts_changed_at is
  'When something last changed that the facts are made of; null: nothing since it was written. Within ten minutes it is written again by itself, if its week ended at most four weeks ago.';
comment on column public.weekly_reports.coach_report is 'The text for the coach, in the coach''s language.';
comment on column public.weekly_reports.client_report is 'The text for the client, in the client''s language: as it was written, or as the coach has edited it.';
comment on column public.weekly_reports.coach_note is 'What the coach adds in their own words. It is sent with the text and stays when the text is written again.';
comment on column public.weekly_reports.edited_at is 'When the coach edited client_report; null: it is as it was written. An edited text is not written anew until the coach asks for it.';
comment on column public.weekly_reports.version is
  'Counts the changes of the texts; otherwise as in clients.';

create index weekly_reports_queued_idx on public.weekly_reports (client_id) where (status = 'queued');
create index weekly_reports_failed_idx on public.weekly_reports (week_start) where (status = 'failed');

alter table public.weekly_reports enable row level security;
grant select, update (client_report, coach_note, version) on public.weekly_reports to authenticated;
grant select on public.weekly_reports to service_role;


create type public.report_state as (
  id         uuid,
  client_id  uuid,
  week_start date,
  week_end   date,
  status     public.report_status,
  error      text
);

comment on type public.report_state is 'How far a weekly report is, without its texts.';


create table public.sent_reports (
  id            uuid primary key default gen_random_uuid(),
  report_id     uuid not null,
  client_id     uuid not null references public.clients (id) on delete cascade,
  week_start    date not null,
  week_end      date not null,
  client_report text not null,
  coach_note    text,
  sent_at       timestamptz not null default clock_timestamp(),
  sent_by       uuid references public.profiles (id) on delete set null,
  read_at       timestamptz,

  constraint sent_reports_report_fkey foreign key (report_id, client_id)
    references public.weekly_reports (id, client_id) on delete cascade
);

comment on table public.sent_reports is
  'What clients were sent of their weekly reports, word for word. A report that is sent again has a row more; the newest stands for its week.';
comment on column public.sent_reports.client_id is 'Copied from the report, so that the policy needs no join.';
comment on column public.sent_reports.sent_by is 'The coach who sent it; null when it went by itself.';
comment on column public.sent_reports.read_at is 'When the client first opened it.';

create index sent_reports_client_id_week_start_idx on public.sent_reports (client_id, week_start desc, sent_at desc);
create index sent_reports_report_id_client_id_idx on public.sent_reports (report_id, client_id);
create index sent_reports_sent_by_idx on public.sent_reports (sent_by);

alter table public.sent_reports enable row level security;
grant select on public.sent_reports to authenticated, service_role;
