namespace Balcao.Contract;

public enum Role { Agent, Administrator, Operator }

public enum Presence { Offline, Away, Available }

public sealed record AgentItem(AgentId Id, string Name, string Email, Role Role, bool IsEnabled, Presence Presence)
{
    /// <summary>How many chats of all groups the agent serves at most at the same time. Null: no limit.</summary>
    public int? MostChats { get; init; }
}

public sealed record AgentName(AgentId Id, string Name);

/// <summary>The person who makes the request. Operators have no tenant.</summary>
public sealed record Me(
    PersonId PersonId,
    AgentId? AgentId,
    string Name,
    string Email,
    Role Role,
    TenantItem? Tenant,
    IReadOnlyList<string> Permissions,
    bool IsAvailable,
    IReadOnlyList<GroupMembership> Groups);

public sealed record GroupMembership(ChatGroupId GroupId, string Name, bool IsAttendant, bool IsAdministrator);

public sealed record SignInRequest
{
    public required string Email { get; init; }

    public required string Password { get; init; }

    public bool StaySignedIn { get; init; }
}

/// <summary>A browser in which somebody is signed in.</summary>
/// <param name="LastSeenAt">Its newest request, to within five minutes.</param>
/// <param name="Address">Of the network, not of the machine: IPv4 without the last number, IPv6 with the first three groups.</param>
/// <param name="Device">Names of browser and system, for instance <c>Firefox, Windows</c>.</param>
/// <param name="Stays">Kept when the browser is closed; ends after 14 days without a request, otherwise after 12 hours.</param>
/// <param name="IsThis">The sign-in of this request.</param>
public sealed record SignInItem(
    SignInId Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, string? Address, string? Device, bool Stays, bool IsThis);

public sealed record SetAvailabilityRequest
{
    public required bool IsAvailable { get; init; }
}

public sealed record ChangePasswordRequest
{
    public required string CurrentPassword { get; init; }

    public required string NewPassword { get; init; }
}

public sealed record CreateAgentRequest
{
    public required string Name { get; init; }

    public required string Email { get; init; }

    public required Role Role { get; init; }
}

/// <param name="PasswordLink">The address where the person chooses a password; valid once, for one week.</param>
public sealed record AgentCreated(AgentItem Agent, string PasswordLink);

/// <summary>Properties that are null are not changed.</summary>
public sealed record ChangeAgentRequest
{
    public string? Name { get; init; }

    public Role? Role { get; init; }

    public bool? IsEnabled { get; init; }

    /// <summary>How many chats of all groups the agent serves at most at the same time. 0: no limit.</summary>
    public int? MostChats { get; init; }
}

/// <param name="Url">Works once, and only until the same person gets a newer link.</param>
public sealed record PasswordLink(string Url, DateTimeOffset ExpiresAt);

public sealed record ChoosePasswordRequest
{
    public required string Code { get; init; }

    public required string Password { get; init; }
}

public sealed record ApiTokenItem(
    ApiTokenId Id, string Name, IReadOnlyList<string> Scopes, AgentName Agent,
    DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

public sealed record CreateApiTokenRequest
{
    public required string Name { get; init; }

    /// <summary>Of <see cref="Permission.OfTenants"/>; at most the permissions of the agent who creates the token.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }
}

/// <param name="Secret">Returned only here: the server stores only its hash.</param>
public sealed record ApiTokenCreated(ApiTokenItem Token, string Secret);
