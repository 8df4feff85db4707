-- What a project has when a migration comes: people, a plan, and logs and reports in every state. Everything goes through
-- the doors of its release, so rows, counters and messages look as that release makes them. Run by a superuser, in one
-- transaction.

create function pg_temp.act_as(p_role text, p_user text default null) returns void
language plpgsql
as $$
begin
  perform set_config('role', p_role, true);
  perform set_config('request.jwt.claims', json_strip_nulls(json_build_object('role', p_role, 'sub', p_user))::text, true);
end;
$$;
grant execute on function pg_temp.act_as(text, text) to public;

insert into auth.users (id, email, raw_user_meta_data) values
  ('c0000000-0000-0000-0000-000000000000', 'coach@example.com', '{"role": "coach", "full_name": "Vera"}'),
  ('a0000000-0000-0000-0000-000000000000', 'anna@example.com', '{"role": "client", "full_name": "Anna"}');
insert into public.clients (id, coach_id, name, timezone)
values ('cccccccc-0000-0000-0000-000000000000', 'c0000000-0000-0000-0000-000000000000', 'Anna', 'Europe/Moscow');
insert into storage.objects (bucket_id, name) values ('log-media', 'cccccccc-0000-0000-0000-000000000000/lunch.png');

select pg_temp.act_as('authenticated', 'c0000000-0000-0000-0000-000000000000');
select set_config('invite.code', i.code, true) from public.invite_client('cccccccc-0000-0000-0000-000000000000') i;
select pg_temp.act_as('authenticated', 'a0000000-0000-0000-0000-000000000000');
select public.accept_invite(current_setting('invite.code'));

select pg_temp.act_as('authenticated', 'c0000000-0000-0000-0000-000000000000');
insert into public.plans (client_id, type, title, start_date, config_json)
values ('cccccccc-0000-0000-0000-000000000000', 'nutrition', 'Summer', (now() at time zone 'Europe/Moscow')::date,
        '{"calories_target_per_day": 1700, "protein_target_g": 130, "carbs_target_g": 160, "fat_target_g": 55}');
select from public.plans p, public.activate_plan(p.id, p.version);

-- A log that has been read, and what it cost.

select pg_temp.act_as('authenticated', 'a0000000-0000-0000-0000-000000000000');
insert into public.logs (client_id, raw_text) values ('cccccccc-0000-0000-0000-000000000000', 'weight 70');
select pg_temp.act_as('service_role');
select worker.finish_logs(jsonb_build_array(jsonb_build_object(
  'msg_id', c.msg_id, 'read_ct', c.read_ct, 'status', 'processed', 'parser', 'before',
  'classification', '{"detected_event_types": ["weight"]}'::jsonb, 'parsed', '{"weight": {"value": 70}}'::jsonb,
  'events', jsonb_build_array(jsonb_build_object(
    'event_type', 'weight', 'data_json', '{"value": 70, "unit": "kg"}'::jsonb, 'confidence', 1, 'status', 'auto',
    'date_for_metric', c.log ->> 'local_date', 'review_reasons', '[]'::jsonb
  )),
  'usage', '{"calls": 2, "input_tokens": 300, "output_tokens": 40}'::jsonb
)))
from worker.claim_logs(1, 3600) c;

-- One that was handed back, one that is being read, one that waits, one with a picture.

select pg_temp.act_as('authenticated', 'a0000000-0000-0000-0000-000000000000');
insert into public.logs (client_id, raw_text) values ('cccccccc-0000-0000-0000-000000000000', 'handed back');
select pg_temp.act_as('service_role');
select worker.fail_messages('logs', jsonb_build_array(jsonb_build_object(
  'msg_id', c.msg_id, 'read_ct', c.read_ct, 'reason', 'no answer'
)))
from worker.claim_logs(1, 3600) c;

select pg_temp.act_as('authenticated', 'a0000000-0000-0000-0000-000000000000');
insert into public.logs (client_id, raw_text) values ('cccccccc-0000-0000-0000-000000000000', 'being read');
select pg_temp.act_as('service_role');
select from worker.claim_logs(1, 3600);

select pg_temp.act_as('authenticated', 'a0000000-0000-0000-0000-000000000000');
insert into public.logs (client_id, raw_text) values ('cccccccc-0000-0000-0000-000000000000', 'waiting');
insert into public.logs (client_id, media_urls)
values ('cccccccc-0000-0000-0000-000000000000', '["cccccccc-0000-0000-0000-000000000000/lunch.png"]');
select pg_temp.act_as('service_role');
select worker.fail_messages('log_pictures', jsonb_build_array(jsonb_build_object(
  'msg_id', c.msg_id, 'read_ct', c.read_ct, 'reason', 'too large', 'is_final', true
)))
from worker.claim_log_pictures(1, 3600) c;
select pg_temp.act_as('authenticated', 'a0000000-0000-0000-0000-000000000000');
insert into public.logs (client_id, media_urls)
values ('cccccccc-0000-0000-0000-000000000000', '["cccccccc-0000-0000-0000-000000000000/lunch.png"]');

-- What the coach decided and wrote down.

select pg_temp.act_as('authenticated', 'c0000000-0000-0000-0000-000000000000');
select from public.progress_events e, public.confirm_event(e.id);
select public.tag_client('cccccccc-0000-0000-0000-000000000000', 'mornings');
insert into public.plan_templates (type, title, config_json)
values ('nutrition', 'Cut', '{"calories_target_per_day": 1700, "protein_target_g": 130, "carbs_target_g": 160, "fat_target_g": 55}');

-- What is known about the client, and the studio of the coach, who shares the client with a trainer.

reset role;
insert into auth.users (id, email, raw_user_meta_data) values
  ('d0000000-0000-0000-0000-000000000000', 'trainer@example.com', '{"role": "coach", "full_name": "Igor"}');
select pg_temp.act_as('authenticated', 'c0000000-0000-0000-0000-000000000000');
insert into public.client_profiles (client_id, height_cm) values ('cccccccc-0000-0000-0000-000000000000', 170);
insert into public.client_goals (client_id, title) values ('cccccccc-0000-0000-0000-000000000000', 'Ten push-ups');
insert into public.fitness_assessments (client_id, kind, value, assessed_on)
values ('cccccccc-0000-0000-0000-000000000000', 'Push-ups', 9, '2026-11-01');
insert into public.user_preferences (user_id, length_unit) values ('c0000000-0000-0000-0000-000000000000', 'in');
select public.create_team('Studio');
select set_config('invite.code', i.code, true) from public.invite_to_team('trainer') i;
select pg_temp.act_as('authenticated', 'd0000000-0000-0000-0000-000000000000');
select public.accept_team_invite(current_setting('invite.code'));
select pg_temp.act_as('authenticated', 'c0000000-0000-0000-0000-000000000000');
select public.share_client('cccccccc-0000-0000-0000-000000000000', 'd0000000-0000-0000-0000-000000000000');
reset role;
insert into public.health_histories (client_id, allergies) values ('cccccccc-0000-0000-0000-000000000000', 'nuts');
insert into public.emergency_contacts (client_id, position, name, phone)
values ('cccccccc-0000-0000-0000-000000000000', 1, 'Boris', '+7 900 000-00-00');

-- A programme that the client has begun: one workout done, one under way without a programme.

select pg_temp.act_as('authenticated', 'c0000000-0000-0000-0000-000000000000');
insert into public.exercise_categories (kind, name_en) values ('equipment', 'Sled');
insert into public.exercises (name_en) values ('My sled push');
insert into public.hidden_exercises (exercise_id) select id from public.exercises where name_en = 'My sled push';
select public.save_program_template(jsonb_build_object(
  'id', 'f0000000-0000-0000-0000-000000000000', 'title', 'Strength', 'phases', jsonb_build_array(jsonb_build_object(
    'id', 'f1000000-0000-0000-0000-000000000000', 'weeks', 1, 'workouts', jsonb_build_array(jsonb_build_object(
      'id', 'f2000000-0000-0000-0000-000000000000', 'week', 1, 'position', 1, 'title', 'Push', 'exercises', jsonb_build_array(jsonb_build_object(
        'id', 'f3000000-0000-0000-0000-000000000000', 'exercise_id', (select id from public.exercises where name_en = 'My sled push'),
        'sets', 3, 'reps_min', 5, 'load_kind', 'kg', 'load', 60
      ))
    ))
  ))
));
select public.assign_program(
  'f0000000-0000-0000-0000-000000000000', 'cccccccc-0000-0000-0000-000000000000', current_date, 'dynamic_progressive'
);
insert into public.performance_metrics (client_id, metric, value, measured_on)
values ('cccccccc-0000-0000-0000-000000000000', '5 km', 1500, current_date);

select pg_temp.act_as('authenticated', 'a0000000-0000-0000-0000-000000000000');
select public.log_set(t.session_id, t.id, t.exercise_id, 1, 'f4000000-0000-0000-0000-000000000000', reps => 5, kg => 60)
from public.session_exercises t;
select public.finish_session(s.id, 8) from public.workout_sessions s;
select public.start_ad_hoc('f5000000-0000-0000-0000-000000000000', 'Run');
insert into public.progress_photos (client_id, taken_on, path)
values ('cccccccc-0000-0000-0000-000000000000', current_date, 'cccccccc-0000-0000-0000-000000000000/front.jpg');
insert into public.progress_entries (client_id, entry_on, body) values ('cccccccc-0000-0000-0000-000000000000', current_date, 'A good week');

-- A log that tells of the workout.

reset role;
insert into public.workout_logs (log_id, client_id, session_id, filled_at)
select l.id, l.client_id, s.id, now() from public.logs l join public.workout_sessions s using (client_id)
where l.raw_text = 'weight 70' and s.finished_at is not null
limit 1;

-- What the two have written to each other, and what the coach has sent by itself.

select pg_temp.act_as('authenticated', 'c0000000-0000-0000-0000-000000000000');
select set_config('thread.id', public.open_direct_thread('a0000000-0000-0000-0000-000000000000')::text, true);
select from public.send_message('e0000000-0000-0000-0000-000000000000', current_setting('thread.id')::uuid, 'Helo');
select public.edit_message('e0000000-0000-0000-0000-000000000000', 'Hello');
select from public.send_message(
  'e1000000-0000-0000-0000-000000000000', current_setting('thread.id')::uuid,
  attachments => '[{"name": "plan.pdf", "type": "application/pdf", "size": 1000}]'
);
insert into public.automated_messages (name, trigger, after_days, template, is_on)
values ('Silent', 'silent', 3, 'How are you, {{client}}?', true);
reset role;
-- Its file came, was checked, and came once more.
select pgmq.archive('attachments', pgmq.send('attachments', private.attachments_message(m)))
from public.messages m where m.id = 'e1000000-0000-0000-0000-000000000000';
select pgmq.send('attachments', private.attachments_message(m))
from public.messages m where m.id = 'e1000000-0000-0000-0000-000000000000';
insert into public.automated_runs (automated_message_id, client_id, cause, due_at, outcome)
select id, 'cccccccc-0000-0000-0000-000000000000', 'silent', now(), 'sent' from public.automated_messages;

-- What the client said of a day, and asked for.

select pg_temp.act_as('authenticated', 'a0000000-0000-0000-0000-000000000000');
select public.set_day_state('cccccccc-0000-0000-0000-000000000000', (now() at time zone 'Europe/Moscow')::date - 1, 'partial');

-- Where and when the client wants to be told something.

select public.set_notification_preference('no_data', 'email', false);
select public.set_quiet_hours('Europe/Moscow', '22:00', '22:00');
select public.add_push_subscription('https://fcm.googleapis.com/fcm/send/1', 'B' || repeat('A', 86), repeat('A', 22));
reset role;
insert into public.notification_addresses (user_id, channel, address)
values ('a0000000-0000-0000-0000-000000000000', 'telegram', '4711');

-- What the client has bought, in parts and given back in part; what is under way; what is owed.

select pg_temp.act_as('authenticated', 'c0000000-0000-0000-0000-000000000000');
insert into public.seller_details (name, tax_percent) values ('Vera', 20);
insert into public.packages (name, kind, amount, currency, sessions, access_days) values ('Ten sessions', 'per_session', 15000, 'EUR', 10, 90);
insert into public.packages (name, kind, amount, currency, billing_interval, interval_count) values ('Every month', 'subscription', 5000, 'EUR', 'month', 1);
insert into public.discount_codes (code, percent_off) values ('AUTUMN', 10);
select from public.packages k, public.sell_package('cccccccc-0000-0000-0000-000000000000', k.id, md5(k.name)::uuid);
select from public.record_payment(md5('Ten sessions')::uuid, 15000, 'cash', md5('cash')::uuid);
select from public.record_payment(md5('Every month')::uuid, 5000, 'transfer', md5('transfer')::uuid);
select from public.refund_payment(md5('cash')::uuid, 500, 'Agreed', md5('back')::uuid);
select from public.spend_credits('cccccccc-0000-0000-0000-000000000000', 1, md5('spent')::uuid);
select from public.save_invoice(md5('draft')::uuid, 'cccccccc-0000-0000-0000-000000000000', 'EUR', '[{"description": "Plan", "unit_amount": 100}]');
select pg_temp.act_as('authenticated', 'a0000000-0000-0000-0000-000000000000');
select from public.packages k, public.start_payment(k.id) where k.kind = 'per_session';
select pg_temp.act_as('service_role');
select from worker.apply_payment_event('stripe', 'evt_before', 'ping', 'none', '[]');
select worker.finish_payment_tasks(jsonb_build_array(jsonb_build_object('msg_id', c.msg_id, 'read_ct', c.read_ct)))
from worker.claim_payment_tasks(1, 3600) c;
reset role;
insert into public.subscriptions (account_id, tier, status, method, current_period_end)
values ('c0000000-0000-0000-0000-000000000000', 'pro', 'active', 'transfer', now() + interval '20 days');
insert into private.reminders (invoice_id, day, client_id) select i.id, 0, i.client_id from public.invoices i where i.status = 'paid' limit 1;
insert into private.provider_customers (account_id, customer_id) values ('a0000000-0000-0000-0000-000000000000', 'cus_1');
insert into private.provider_objects (object_id, revision) values ('sub_1', 3);
insert into private.ai_account_limits (account_id, calls_a_day) values ('c0000000-0000-0000-0000-000000000000', 500);
insert into public.erased_invoices (coach_id, year, number, kind, currency, total, tax, received, refunded, issued_at, provider_ids)
values ('c0000000-0000-0000-0000-000000000000', 2020, 1, 'invoice', 'EUR', 100, 0, 100, 0, now() - interval '5 years', '{pi_1}');

-- What the coach has dealt with.

select pg_temp.act_as('authenticated', 'c0000000-0000-0000-0000-000000000000');
insert into public.settled_alerts (client_id, cause) values ('cccccccc-0000-0000-0000-000000000000', 'silent 2026-11-26');
reset role;

-- A report that is ready, and one that waits. The client is told: by push, that a worker has leased, not by a letter.

select pg_temp.act_as('authenticated', 'c0000000-0000-0000-0000-000000000000');
select from public.request_weekly_report(
  'cccccccc-0000-0000-0000-000000000000', (date_trunc('week', now() at time zone 'Europe/Moscow') - interval '7 days')::date
);
select pg_temp.act_as('service_role');
select worker.finish_reports(jsonb_build_array(jsonb_build_object(
  'msg_id', c.msg_id, 'read_ct', c.read_ct, 'facts', c.facts, 'generated_by', 'before',
  'coach_report', 'A quiet week.', 'client_report', 'You had a quiet week.'
)))
from worker.claim_reports(1, 3600) c;
select from worker.claim_deliveries(10, 3600);

select pg_temp.act_as('authenticated', 'c0000000-0000-0000-0000-000000000000');
select from public.request_weekly_report(
  'cccccccc-0000-0000-0000-000000000000', date_trunc('week', now() at time zone 'Europe/Moscow')::date
);

reset role;

insert into public.erasure_requests (client_id, due_at)
values ('cccccccc-0000-0000-0000-000000000000', now() + interval '7 days');
