namespace Balcao.Tests.Security;

/// <summary>The kinds of callers of an endpoint.</summary>
public enum Visitor
{
    /// <summary>Not signed in.</summary>
    Stranger,

    /// <summary>Ana, an agent of the group whose chat it is.</summary>
    Agent,

    /// <summary>Davi, an agent of another group of the same tenant.</summary>
    OtherGroupsAgent,

    /// <summary>Clara, the tenant's administrator.</summary>
    Administrator,

    /// <summary>Renata, another tenant's administrator.</summary>
    OtherTenant,

    Operator,

    /// <summary>A program with a token that was revoked.</summary>
    RevokedToken,

    /// <summary>A program with Clara's token, for reading only.</summary>
    ReadToken,

    /// <summary>A program with Clara's token and all scopes: an administrator, except for what only people at a screen may do.</summary>
    AdministratorToken,
}

/// <summary>The status for each caller.</summary>
/// <param name="AdministratorToken">Null: as for the administrator.</param>
public sealed record Expected(
    int Stranger, int Agent, int OtherGroupsAgent, int Administrator, int OtherTenant, int Operator, int ReadToken, int RevokedToken = 401,
    int? AdministratorToken = null)
{
    public int Of(Visitor visitor) => visitor switch
    {
        Visitor.Stranger => Stranger,
        Visitor.Agent => Agent,
        Visitor.OtherGroupsAgent => OtherGroupsAgent,
        Visitor.Administrator => Administrator,
        Visitor.OtherTenant => OtherTenant,
        Visitor.Operator => Operator,
        Visitor.ReadToken => ReadToken,
        Visitor.AdministratorToken => AdministratorToken ?? Administrator,
        _ => RevokedToken,
    };

    /// <summary>The same, but refused to programs, whatever their scopes.</summary>
    public Expected OnlyAtScreen => this with { AdministratorToken = 403 };

    /// <summary>Needs no sign-in, so every caller gets the same answer.</summary>
    public static Expected Public(int status) => new(status, status, status, status, status, status, status, RevokedToken: status);

    /// <summary>A list of the caller's own tenant: everybody in a tenant may read it.</summary>
    public static Expected ReadOwn { get; } = new(401, 200, 200, 200, 200, 403, 200);

    /// <summary>A record of Loja Exemplo that everybody in it may read. For others it does not exist.</summary>
    public static Expected ReadOfTenant { get; } = new(401, 200, 200, 200, 404, 403, 200);

    /// <summary>A record of a chat: only for those who see the chat. For others it does not exist.</summary>
    public static Expected ReadOfChat { get; } = new(401, 200, 404, 200, 404, 403, 200);

    /// <summary>Serving a chat: only for those who see it, and not with a token that only reads.</summary>
    public static Expected ServeChat(int status, int? administrator = null) => new(401, status, 404, administrator ?? status, 404, 403, 403);

    /// <summary>Administering without an existing record: each administrator in their own tenant.</summary>
    public static Expected AdministerOwn(int status) => new(401, 403, 403, status, status, 403, 403);

    /// <summary>Administering a record of Loja Exemplo.</summary>
    public static Expected Administer(int status) => new(401, 403, 403, status, 404, 403, 403);

    /// <summary>The back office.</summary>
    public static Expected Operate(int status) => new(401, 403, 403, 403, 403, status, 403);
}
