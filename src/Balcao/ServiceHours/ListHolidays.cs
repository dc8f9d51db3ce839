using Balcao.Contract;
using Balcao.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.ServiceHours;

public static class ListHolidays
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/holidays", Handle).RequireAuthorization(Permission.Read)
        .WithName(nameof(ListHolidays)).WithSummary("Brazil's national holidays of a year, with those on which it is optional to close").WithTags("Numbers")
        .Refuses(InputRefusals.Invalid("year"));

    static Results<Ok<Page<HolidayItem>>, ProblemHttpResult> Handle(int year) =>
        year is < BrazilianHolidays.FirstYear or > BrazilianHolidays.LastYear
            ? InputRefusals.Invalid("year").ToProblem()
            : TypedResults.Ok(new Page<HolidayItem>(BrazilianHolidays.Of(year), null, 0));
}
