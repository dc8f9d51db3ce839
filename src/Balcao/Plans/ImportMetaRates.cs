using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Plans;

/// <summary>An operator enters a file with Meta's prices: all of its lines, or none (rule C10).</summary>
public static class ImportMetaRates
{
    private const int MostCharacters = 600_000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/back-office/meta-rates/import", Handle).RequireAuthorization(Permission.Operate)
        .WithMetadata(BodyLimit.Large)
        .WithName(nameof(ImportMetaRates)).WithSummary("Import Meta's rate card from CSV").WithTags("Back office")
        .WithDescription("Lines of market,category,price,currency,validFrom. If a line has an error, none is saved, and the answer names every such line.")
        .Refuses(InputRefusals.Required("csv"), InputRefusals.TooLong("csv", MostCharacters), PlanRefusals.TooManyLines(MetaRateLines.Most))
        .WithExample(new ImportMetaRatesRequest("market,category,price,currency,validFrom\nBR,marketing,0.0625,USD,2026-10-01"));

    static async Task<Results<Ok<MetaRatesImport>, ProblemHttpResult>> Handle(
        ImportMetaRatesRequest request, BalcaoDb db, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (InputRefusals.Check("csv", request.Csv, MostCharacters) is { } refusal) return refusal.ToProblem();
        var (rates, errors) = MetaRateLines.Read(request.Csv);
        if (rates.Count + errors.Count > MetaRateLines.Most) return PlanRefusals.TooManyLines(MetaRateLines.Most).ToProblem();
        if (errors.Count > 0) return TypedResults.Ok(new MetaRatesImport(0, 0, errors));

        var known = (await db.MetaRates.ToListAsync(ct)).ToDictionary(rate => (rate.Market, rate.Category, rate.ValidFrom));
        var now = time.GetUtcNow();
        var saved = rates.Count(rate => MetaRateContent.Save(db, audit, known.GetValueOrDefault(MetaRateContent.KeyOf(rate)), rate, now).IsChanged);
        return TypedResults.Ok(new MetaRatesImport(saved, rates.Count - saved, []));
    }
}
