namespace Balcao.Contract;

/// <param name="IsNeeded">True while nobody can sign in; the first-run page then asks for the code in the server's log.</param>
/// <param name="DemoHints">The persons to sign in as; empty outside the demo.</param>
public sealed record InstallationState(bool IsNeeded, IReadOnlyList<DemoHint> DemoHints, string? PhonesUrl);

public sealed record DemoHint(string Name, Role Role, string Email, string Password);

public sealed record FirstRunRequest
{
    /// <summary>The one-time code from the server's log.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public required string Password { get; init; }
}

/// <summary>A person who manages the installation.</summary>
public sealed record OperatorItem(PersonId Id, string Name, string Email, bool IsEnabled);
