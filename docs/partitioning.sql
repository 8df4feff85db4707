-- logs and progress_events in 16 partitions by client. A sketch for the day they outgrow one table: docs/deploy.md says
-- when, and tests/deploy/test_partitioning.py runs it on a database with rows. One transaction, and nobody writes in it.
--
-- What changes: every key holds client_id. An id is unique with its client only, which is as good, ids being random; the
-- effect key gains client_id, which a log determines anyway, so it promises what it did.

begin;
set local lock_timeout = '5s';
lock table public.logs, public.progress_events, private.media_digests in access exclusive mode;

create table public.logs_by_client (like public.logs including defaults including comments)
  partition by hash (client_id);
create table public.events_by_client (like public.progress_events including defaults including comments)
  partition by hash (client_id);

do $$
begin
  for part in 0..15 loop
    execute format('create table private.logs_%s partition of public.logs_by_client for values with (modulus 16, remainder %s)', part, part);
    execute format('create table private.events_%s partition of public.events_by_client for values with (modulus 16, remainder %s)', part, part);
    -- Policies and grants are those of the table that is asked; a partition is asked by nobody.
    execute format('alter table private.logs_%s enable row level security', part);
    execute format('alter table private.events_%s enable row level security', part);
    execute format('revoke all on private.logs_%s, private.events_%s from public, anon, authenticated, service_role', part, part);
  end loop;
end
$$;

insert into public.logs_by_client select * from public.logs;
insert into public.events_by_client select * from public.progress_events;

-- Takes the views on them and the functions that return their rows along: `make migration` writes those anew, from sql/.
alter table private.media_digests drop constraint media_digests_log_fkey;
drop table public.progress_events cascade;
drop table public.logs cascade;
alter table public.logs_by_client rename to logs;
alter table public.events_by_client rename to progress_events;

-- Keys after the copy: built once, not row by row.
alter table public.logs
  add constraint logs_pkey primary key (id, client_id),
  add constraint logs_client_request_id_key unique (client_id, client_request_id),
  add constraint logs_client_id_fkey foreign key (client_id) references public.clients (id) on delete cascade;
create index logs_client_id_created_at_idx on public.logs (client_id, created_at desc, id desc);
create index logs_request_id_idx on public.logs (request_id);
create index logs_unsettled_idx on public.logs (client_id) where (ai_status in ('needs_review', 'failed'));
create index logs_failed_idx on public.logs (processed_at) where (ai_status = 'failed');

alter table public.progress_events
  add constraint progress_events_pkey primary key (id, client_id),
  add constraint progress_events_effect_key unique (log_id, client_id, event_type, date_for_metric),
  add constraint progress_events_confidence_check check (confidence between 0 and 1),
  add constraint progress_events_client_id_fkey foreign key (client_id) references public.clients (id) on delete cascade,
  add constraint progress_events_corrected_by_fkey foreign key (corrected_by) references public.profiles (id) on delete set null,
  add constraint progress_events_log_fkey foreign key (log_id, client_id) references public.logs (id, client_id) on delete cascade;
create index progress_events_client_id_date_idx on public.progress_events (client_id, date_for_metric);
create index progress_events_weight_idx on public.progress_events (client_id, date_for_metric desc, logged_at desc)
  where (event_type = 'weight');
create index progress_events_open_reviews_idx on public.progress_events (client_id) where (status = 'needs_review');
create index progress_events_corrected_by_idx on public.progress_events (corrected_by);

alter table private.media_digests
  add constraint media_digests_log_fkey foreign key (log_id, client_id) references public.logs (id, client_id) on delete cascade;

-- Doors and triggers as in sql/progress/{tables,policies,triggers}.sql and sql/privacy/triggers.sql.
alter table public.logs enable row level security;
revoke all on public.logs from public, anon, authenticated, service_role;
grant select, insert (client_id, source, raw_text, media_urls, created_at, client_request_id) on public.logs to authenticated, service_role;
create policy "Coaches read logs of their clients, clients their own" on public.logs
  for select to authenticated using (client_id = any ((select private.my_client_ids())::uuid[]));
create policy "Coaches log for their clients, clients for themselves" on public.logs
  for insert to authenticated with check (client_id = any ((select private.my_client_ids())::uuid[]));
create trigger complete_log before insert on public.logs for each row execute function private.complete_log();
create trigger limit_log_rate after insert on public.logs referencing new table as added
  for each statement execute function private.limit_log_rate();
create trigger queue_logs after insert on public.logs referencing new table as added
  for each statement execute function private.queue_logs();
create trigger forget_log_messages after delete on public.logs referencing old table as gone
  for each statement execute function private.forget_log_messages();

alter table public.progress_events enable row level security;
revoke all on public.progress_events from public, anon, authenticated, service_role;
grant select on public.progress_events to authenticated, service_role;
create policy "Coaches read events of their clients, clients their own" on public.progress_events
  for select to authenticated using (client_id = any ((select private.my_client_ids())::uuid[]));
create trigger check_event before insert or update on public.progress_events
  for each row execute function private.check_event();

notify pgrst, 'reload schema';
commit;
analyze public.logs, public.progress_events;
