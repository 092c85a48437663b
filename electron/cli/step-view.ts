/** Shows the steps of a running pass until `end`. */
export interface StepView {
  end(): Promise<void>;
}
