using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>Stored content that belongs to rows of a module above, so that the sweep of uploads keeps it. Each such module implements it.</summary>
internal interface IContentUses
{
    /// <summary>Which of the contents are used. The scope is everyone's: the query names the tenants.</summary>
    Task<IReadOnlyList<(TenantId Tenant, string Sha256)>> OfAsync(BalcaoDb db, TenantId[] tenants, string[] hashes, CancellationToken ct);
}
