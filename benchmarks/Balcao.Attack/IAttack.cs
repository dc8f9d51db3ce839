namespace Balcao.Attack;

/// <summary>What somebody does to the server to harm those who use it.</summary>
internal interface IAttack
{
    /// <summary>The finding that it repeats, for instance S2.</summary>
    string Finding { get; }

    /// <summary>What is done, in a few words.</summary>
    string Words { get; }

    /// <summary>The path that the victim reads from the attack's beginning on, instead of what they usually read; null: the usual.</summary>
    string? ReadInstead => null;

    /// <summary>Makes what the attack needs. Nothing is measured yet.</summary>
    /// <returns>What a reader of the figures must know; null: nothing.</returns>
    Task<string?> PrepareAsync(Stage stage, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <param name="answers">Takes what the server answered the attacker.</param>
    /// <param name="stop">Cancelled when the attack's time is over.</param>
    Task RunAsync(Stage stage, Answers answers, CancellationToken stop);
}
