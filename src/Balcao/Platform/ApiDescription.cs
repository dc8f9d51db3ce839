using System.Text.Json;
using System.Text.Json.Nodes;
using Balcao.Contract;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Balcao.Platform;

/// <summary>What the API document says about an endpoint beyond its signature.</summary>
public static class ApiDescription
{
    /// <summary>The refusals that callers must handle; the document lists their codes with the answer of their status.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params Refusal[] refusals) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RefusalsOf(refusals));

    /// <summary>An example request.</summary>
    public static TBuilder WithExample<TBuilder, TRequest>(this TBuilder endpoint, TRequest request) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ExampleOf(JsonSerializer.SerializeToNode(request, typeof(TRequest), ContractJson.Default)!));

    internal static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<ExampleOf>().LastOrDefault() is { } example)
        {
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
                if (content is OpenApiMediaType media) media.Example = example.Json.DeepClone();
        }

        List<Refusal> refusals = [.. metadata.OfType<RefusalsOf>().SelectMany(of => of.Refusals)];
        if (metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any())
            refusals.AddRange([new("http.401", StatusCodes.Status401Unauthorized), new("http.403", StatusCodes.Status403Forbidden), LimitRefusals.TooManyRequests]);
        if (operation.RequestBody is not null) refusals.AddRange([new("input.unreadable", StatusCodes.Status400BadRequest), LimitRefusals.TooLarge]);
        operation.Responses ??= [];
        foreach (var byStatus in refusals.GroupBy(refusal => refusal.Status.ToString(null, null)))
        {
            var codes = string.Join(", ", byStatus.Select(refusal => $"`{refusal.Code}`").Distinct());
            if (operation.Responses.TryGetValue(byStatus.Key, out var known)) known.Description = codes;
            else operation.Responses[byStatus.Key] = new OpenApiResponse { Description = codes };
        }
        return Task.CompletedTask;
    }

    private sealed record RefusalsOf(Refusal[] Refusals);

    private sealed record ExampleOf(JsonNode Json);
}
