using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.PlanRequests;

public static class PlanRequestQueries
{
    extension(IQueryable<PlanRequest> all)
    {
        /// <summary>Neither decided nor withdrawn.</summary>
        public IQueryable<PlanRequest> Pending => all.Where(r => r.Status == PlanRequestStatus.Open || r.Status == PlanRequestStatus.UnderReview);

        public IQueryable<PlanRequest> Final => all.Where(r => r.Status != PlanRequestStatus.Open && r.Status != PlanRequestStatus.UnderReview);

        /// <summary>For operators: the unit of work may access everyone's rows.</summary>
        public IQueryable<PlanRequest> OfAllTenants => all.IgnoreQueryFilters([BalcaoDb.TenantFilter]);

        /// <summary>Those behind the place, the newest first, and one more than asked for if there are more.</summary>
        public Task<List<PlanRequest>> NewestAsync(Cursor? behind, int most, CancellationToken ct)
        {
            var asked = all;
            if (behind is { } place)
            {
                var (at, last) = (place.Instant, new PlanRequestId(place.Id));
                asked = asked.Where(r => r.RequestedAt <= at && (r.RequestedAt < at || r.Id < last));
            }
            return asked.AsNoTracking().OrderByDescending(r => r.RequestedAt).ThenByDescending(r => r.Id).Take(most + 1).ToListAsync(ct);
        }
    }
}
