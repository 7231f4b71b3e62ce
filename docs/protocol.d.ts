/* Printed by `make docs` from deliberation/room/events.py. */

interface MeetingSlice {
  id: number;
  title: string;
  compound: string;
  type_name: string;
  state: string;
  state_label: string;
  starts_at: string;
  venue: string;
  chair: string | null;
  join_code: string;
  speech_seconds: number;
  speech_turns: number;
  signing: boolean;
}

interface SeatView {
  id: number;
  name: string;
  post: string;
  party: string;
  has_vote: boolean;
  present: boolean;
  leave: boolean;
}

interface PartyView {
  id: number;
  name: string;
  present: number;
  seats: number;
  recused: number;
}

interface PresenceSlice {
  entitled: number;
  present: number;
  required: number;
  met: boolean;
  sentence: string;
  parties: PartyView[];
  seats: SeatView[] | null;
}

interface ItemRow {
  id: number;
  position: number;
  title: string;
  kind: string;
  kind_label: string;
  state: string;
  step: string;
  outcome: string | null;
  outcome_label: string;
  needs_owners: boolean;
}

interface AgendaSlice {
  items: ItemRow[];
  current_item_id: number | null;
}

interface MotionView {
  id: number;
  amends_id: number | null;
  number: number;
  text: string;
  state: string;
  state_label: string;
  binds: string | null;
  binds_label: string;
  matter: string | null;
  needs_owners: boolean;
  is_settled: boolean;
  asked: string;
  class_note: string;
  mover: string | null;
  mover_party: string;
}

interface TopicView {
  number: string;
  situation: string;
  proposal: string;
  reports: number;
}

interface ItemSlice {
  id: number;
  position: number;
  title: string;
  kind: string;
  presenter: string;
  minutes: number;
  step: string;
  step_label: string;
  authority_label: string;
  needs_owners: boolean;
  motion: MotionView | null;
  amended: MotionView | null;
  amendments: MotionView[];
  decided: MotionView[];
  recused: string[] | null;
  voided: string | null;
  topic: TopicView | null;
}

interface SpeechView {
  id: number;
  seat_id: number | null;
  name: string | null;
  party: string;
  side: string;
  side_label: string;
  started_at: string | null;
  allowed_seconds: number;
  extended: boolean;
}

interface FloorSlice {
  speaker: SpeechView | null;
  queue: SpeechView[];
}

interface ObjectionView {
  name: string;
  party: string;
  kind: string;
  text: string;
}

interface ConsensusSlice {
  id: number;
  motion_id: number;
  text: string;
  state: string;
  closes_at: string;
  objection_count: number;
  reservation_count: number;
  objections: ObjectionView[] | null;
}

interface BallotView {
  name: string;
  party: string;
  choice: string;
}

interface OptionView {
  code: string;
  label: string;
  top: number;
}

interface QuestionView {
  method: string;
  method_label: string;
  options: OptionView[];
  most: number;
  seats: number;
  line: string;
}

interface VoteSlice {
  id: number;
  motion_id: number;
  number: number;
  round: number;
  text: string;
  question: QuestionView;
  binds_label: string;
  needs_owners: boolean;
  state: string;
  changeable: boolean;
  opened_at: string;
  closed_at: string | null;
  roll: number;
  entitled: number;
  present: number;
  result: Record<string, any> | null;
  ballots: BallotView[] | null;
}

interface TurnoutSlice {
  vote_id: number;
  cast: number;
  roll: number;
  missing: string[] | null;
}

interface LineView {
  id: number;
  at: string;
  kind: string;
  text: string;
}

interface MinutesSlice {
  count: number;
  open: boolean;
  lines: LineView[];
}

interface SuggestionView {
  method: string;
  options: string[];
}

interface StepView {
  code: string;
  label: string;
  hint: string;
  confirm: string;
  asks: string;
  locked: boolean;
  reason: string;
  not_before: string | null;
  suggests: SuggestionView | null;
  target: number | null;
}

interface NextSlice {
  main: StepView;
  others: StepView[];
  door: string;
  lag: string;
}

interface MyBallot {
  vote_id: number;
  choice: string;
  cast_at: string;
  receipt: string;
}

interface Mine {
  seat_id: number;
  name: string;
  party: string;
  kind: string;
  has_vote: boolean;
  present: boolean;
  recused: boolean;
  on_roll: boolean;
  ballot: MyBallot | null;
  request: SpeechView | null;
  turns_used: number;
  objection: string | null;
  reservation: string | null;
  signed: boolean;
}

interface Envelope {
  epoch: string;
  seq: number;
  slice: string;
  at: string;
  data: any;
}

interface AllSlices {
  meeting: MeetingSlice;
  presence: PresenceSlice;
  agenda: AgendaSlice;
  item: ItemSlice;
  floor: FloorSlice;
  consensus: ConsensusSlice;
  vote: VoteSlice;
  turnout: TurnoutSlice;
  minutes: MinutesSlice;
  next: NextSlice;
}
