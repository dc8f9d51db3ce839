namespace Balcao.Platform;

/// <summary>
/// The program cannot start as it was told to: a setting is wrong, or the database or the data folder cannot be used. The message
/// is for the person who starts it, one line for each reason; no trace belongs to it.
/// </summary>
public class StartRefusedException(params IReadOnlyCollection<string> reasons) : Exception(string.Join('\n', reasons));
