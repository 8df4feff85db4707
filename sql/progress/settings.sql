-- progress: queues, the bucket for pictures, the limits, and how fast people may write. Idempotent: applied again whenever it changes.

select private.add_queue('logs', p_wakes => 'process_logs', p_patience => '90 seconds', p_on_failed => 'note_failed_logs');
select private.add_queue('log_pictures', p_wakes => 'process_log_pictures', p_patience => '3 minutes', p_on_failed => 'note_failed_logs');
select private.add_queue('reports', p_wakes => 'weekly_reports', p_on_failed => 'note_failed_reports'); -- those of a Monday morning come all at once

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values (
  'log-media', 'log-media', false, 10485760,
  array['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/gif', 'application/pdf']
)
on conflict (id) do update
  set public = excluded.public,
      file_size_limit = excluded.file_size_limit,
      allowed_mime_types = excluded.allowed_mime_types;

-- Nobody can confirm what lies beyond the hard limits, because no body does it.
insert into public.metric_limits (metric, low, high, hard_low, hard_high, unit)
values
  ('weight_kg',      30,   300,   20,    400, 'kg'),
  ('calories_day',  500,  6000,    0,  20000, 'kcal'),
  ('calories_meal',   0,  6000,    0,  10000, 'kcal'),
  ('protein_g',       0,   500,    0,   1000, 'g'),
  ('carbs_g',         0,  1200,    0,   3000, 'g'),
  ('fat_g',           0,   500,    0,   1000, 'g'),
  ('macros_gap_pct',  0,    20, null,   null, '%'),
  ('steps',           0, 50000,    0, 200000, 'steps'),
  ('sleep_hours',     0,    24,    0,     24, 'h'),
  ('workout_min',     0,   600,    0,   1440, 'min')
on conflict (metric) do update
  set low = excluded.low, high = excluded.high, hard_low = excluded.hard_low, hard_high = excluded.hard_high, unit = excluded.unit;

-- How many logs one person may add within a minute, unless private.rates says otherwise of them.
insert into private.settings (name, value) values ('logs_per_minute', 60) on conflict (name) do nothing;
