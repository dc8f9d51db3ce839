namespace Balcao.Contract;

/// <summary>What a request may do. A role implies permissions; an API token has some of those of its agent.</summary>
public static class Permission
{
    /// <summary>Read the chats, conversations, contacts and tickets that the agent may see.</summary>
    public const string Read = "read";

    /// <summary>Take, answer and close chats; set the own presence.</summary>
    public const string ServeChats = "serve";

    /// <summary>Manage the tenant's people, groups, numbers and tokens.</summary>
    public const string Administer = "administer";

    /// <summary>Manage the installation and all tenants in the back office.</summary>
    public const string Operate = "operate";

    public static IReadOnlyList<string> OfTenants { get; } = [Read, ServeChats, Administer];
}
