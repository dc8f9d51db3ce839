using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.PlanRequests;

/// <summary>A message of the conversation about a request.</summary>
public sealed class RequestMessage : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required Guid Id { get; init; }

    public required PlanRequestId RequestId { get; init; }

    /// <summary>The name when it was written: a tenant's unit of work does not reach the operators.</summary>
    public required string AuthorName { get; init; }

    public required bool IsFromOperator { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset At { get; init; }

    public static RequestMessage By(string author, bool isOperator, PlanRequest request, string text, DateTimeOffset now) => new()
    {
        TenantId = request.TenantId, Id = Uuid7.New(now), RequestId = request.Id, AuthorName = author, IsFromOperator = isOperator, Text = text, At = now,
    };
}
