namespace Balcao.Contract;

/// <summary>What a request may do. Roles imply them; an API token carries some of its person's.</summary>
public static class Permission
{
    /// <summary>Read chats, conversations, contacts and tickets one may see.</summary>
    public const string Read = "read";

    /// <summary>Take, answer, close; presence.</summary>
    public const string ServeChats = "serve";

    /// <summary>People, groups, tokens of the tenant.</summary>
    public const string Administer = "administer";

    /// <summary>The back office, above all tenants.</summary>
    public const string Operate = "operate";

    public static IReadOnlyList<string> OfTenants { get; } = [Read, ServeChats, Administer];
}
