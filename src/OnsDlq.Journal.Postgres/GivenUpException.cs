namespace OnsDlq.Journal.Postgres;

/// <summary>A try was given up, because the run was stopped and the database did not answer: it may still be done.</summary>
internal sealed class GivenUpException() : TimeoutException("It did not answer in the time that is left after a stop.");
