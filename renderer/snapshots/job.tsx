import { formatDuration } from '../../electron/shared/format.ts';
import { type HomeJob, type HomeJobEnd, jobNews, jobShare, jobTitle } from '../../electron/shared/home-job.ts';
import { Button } from '../parts/button.tsx';
import { FailureBlock } from '../parts/failure.tsx';
import { Mark, Spinner } from '../parts/icons.tsx';
import { runAction } from '../run-action.ts';
import { strings } from '../strings.ts';
import { useNow } from '../time.ts';

/** The job that runs, or how the last one ended. */
export function Job({ job }: { readonly job: HomeJob | undefined }) {
  if (job === undefined) return null;
  return job.state === 'running' ? <Running job={job} /> : <Ended job={job} end={job.end} />;
}

function Running({ job }: { readonly job: Extract<HomeJob, { state: 'running' }> }) {
  const s = strings.snapshots.job;
  const now = useNow(500);
  const share = jobShare(job.line);
  return (
    <section class="card job" aria-labelledby="job-title">
      <div class="job-head">
        <Spinner />
        <h2 id="job-title">{jobTitle(job)}</h2>
        <Button onClick={() => void runAction('cancelHomeJob')} disabled={job.isCancelled}>
          {job.isCancelled ? s.cancelling : s.cancel}
        </Button>
      </div>
      <progress class="bar" aria-label={s.progress} max={1} {...(share !== null && { value: share })} />
      <p class="quiet number">
        {[job.line, formatDuration(Math.max(0, Math.floor((now - job.startedAt) / 1000) * 1000))]
          .filter((part) => part !== '')
          .join(' · ')}
        {' · '}
        {s.goOn}
      </p>
    </section>
  );
}

function Ended({ job, end }: { readonly job: HomeJob; readonly end: HomeJobEnd }) {
  const s = strings.snapshots.job;
  const dismiss = (
    <Button kind="quiet" onClick={() => void runAction('dismissHomeJob')}>
      {s.dismiss}
    </Button>
  );
  if (end.kind === 'failed') return <FailureBlock failure={end.failure}>{dismiss}</FailureBlock>;
  const isDone = end.kind === 'done';
  return (
    <section class="card job" aria-labelledby="job-title">
      <div class={`job-head ${isDone ? 'job-done' : ''}`}>
        <Mark name={isDone ? 'good' : 'even'} />
        <h2 id="job-title">{jobNews(job)}</h2>
        {dismiss}
      </div>
      {isDone ? end.lines.map((line) => <p key={line}>{line}</p>) : null}
    </section>
  );
}
