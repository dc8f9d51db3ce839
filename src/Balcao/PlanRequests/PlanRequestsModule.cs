namespace Balcao.PlanRequests;

public static class PlanRequestsModule
{
    public static IEndpointRouteBuilder MapPlanRequests(this IEndpointRouteBuilder api)
    {
        ListPlanRequests.Map(api);
        GetPlanRequest.Map(api);
        MakePlanRequest.Map(api);
        WritePlanRequestMessage.Map(api);
        WithdrawPlanRequest.Map(api);
        ListPlanRequestsOfAll.Map(api);
        GetPlanRequestOfTenant.Map(api);
        AnswerPlanRequest.Map(api);
        ReviewPlanRequest.Map(api);
        ApprovePlanRequestOfTenant.Map(api);
        RefusePlanRequestOfTenant.Map(api);
        return api;
    }
}
